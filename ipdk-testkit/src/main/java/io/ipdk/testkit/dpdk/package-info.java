/** DPDK's testpmd as a peer: a traffic generator in front of our devices, and a back end for our drivers. */
@NullMarked
package io.ipdk.testkit.dpdk;

import org.jspecify.annotations.NullMarked;
