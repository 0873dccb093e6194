package io.ipdk.nativeaccess.dpdk.telemetry;

/**
 * The link of a port of the process.
 *
 * <p>Immutable.
 *
 * @param up whether it is up
 * @param megabitsPerSecond how fast it is; 0 if it does not say
 * @param duplex in the words of DPDK
 */
public record LinkInfo(boolean up, long megabitsPerSecond, String duplex) {}
