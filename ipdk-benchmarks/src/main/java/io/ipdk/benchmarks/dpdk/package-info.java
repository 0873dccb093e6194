/** DPDK ports polled from Java beside testpmd, which is C. */
@NullMarked
package io.ipdk.benchmarks.dpdk;

import org.jspecify.annotations.NullMarked;
