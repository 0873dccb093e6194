/**
 * DPDK's Ethernet ports: configured and watched from any thread, polled and fed in bursts by lcores.
 */
@NullMarked
package io.ipdk.nativeaccess.dpdk.port;

import org.jspecify.annotations.NullMarked;
