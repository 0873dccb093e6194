/**
 * Packets in DPDK's own memory: pools of mbufs, reusable bursts of them, and views of a packet as a Netty {@code ByteBuf}.
 *
 * <p>Whatever runs per packet allocates nothing and, while the caches of the thread suffice, makes no native call.
 */
@NullMarked
package io.ipdk.nativeaccess.dpdk.mbuf;

import org.jspecify.annotations.NullMarked;
