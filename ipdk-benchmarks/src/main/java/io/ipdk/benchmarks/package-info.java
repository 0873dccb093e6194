/** Measurements: JMH benchmarks and side-by-side runs against real peers. */
@NullMarked
package io.ipdk.benchmarks;

import org.jspecify.annotations.NullMarked;
