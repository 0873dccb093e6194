/** Measurements of the software IPU as a whole. */
@NullMarked
package io.ipdk.benchmarks.soft;

import org.jspecify.annotations.NullMarked;
