/** The shortest programs that do something useful; the README shows them. */
@NullMarked
package io.ipdk.examples.quickstart;

import org.jspecify.annotations.NullMarked;
