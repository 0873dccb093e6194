/** What the doctor looks at, one file for each corner of the machine. */
@NullMarked
package io.ipdk.examples.doctor;

import org.jspecify.annotations.NullMarked;
