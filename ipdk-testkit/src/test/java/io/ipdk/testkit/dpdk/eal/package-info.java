/** DPDK in the JVM, against the real libraries. All tests of this package share one environment, in a JVM of their own. */
@NullMarked
package io.ipdk.testkit.dpdk.eal;

import org.jspecify.annotations.NullMarked;
