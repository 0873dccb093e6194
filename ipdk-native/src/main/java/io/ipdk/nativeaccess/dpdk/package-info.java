/**
 * DPDK in this process, with no C of our own: found, loaded by soname, its structures' layouts proven before they are used.
 *
 * <p>{@link io.ipdk.nativeaccess.dpdk.Dpdk#load()} opens the libraries, {@link io.ipdk.nativeaccess.dpdk.Dpdk#start} runs the
 * EAL, {@link io.ipdk.nativeaccess.dpdk.Lcore} makes a thread of the application one of DPDK's; packets are in the packages
 * {@code mbuf} and {@code port}. Control calls may come from any thread and are run one after the other on the EAL's own.
 */
@NullMarked
package io.ipdk.nativeaccess.dpdk;

import org.jspecify.annotations.NullMarked;
