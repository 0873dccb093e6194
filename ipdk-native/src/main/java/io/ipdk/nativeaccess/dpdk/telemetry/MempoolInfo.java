package io.ipdk.nativeaccess.dpdk.telemetry;

/**
 * A mempool of the process.
 *
 * <p>Immutable.
 *
 * @param name its name
 * @param size all its objects
 * @param cacheSize objects each lcore may keep
 * @param elementBytes bytes of one object
 */
public record MempoolInfo(String name, long size, long cacheSize, long elementBytes) {}
