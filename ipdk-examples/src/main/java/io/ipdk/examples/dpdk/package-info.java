/** Forwarders over DPDK ports, in the JVM. */
@NullMarked
package io.ipdk.examples.dpdk;

import org.jspecify.annotations.NullMarked;
