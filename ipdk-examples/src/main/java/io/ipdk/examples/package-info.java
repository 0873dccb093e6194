/** Runnable programs: the demo, the doctor, and the source of every snippet in the documentation. */
@NullMarked
package io.ipdk.examples;

import org.jspecify.annotations.NullMarked;
