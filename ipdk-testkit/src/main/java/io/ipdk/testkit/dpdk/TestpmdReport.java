package io.ipdk.testkit.dpdk;

/**
 * What testpmd says once a second, all ports together. Immutable.
 *
 * @param received frames received since it started
 * @param sent frames sent since it started
 * @param receivedPerSecond frames received per second since the report before
 * @param sentPerSecond frames sent per second since the report before
 */
public record TestpmdReport(long received, long sent, long receivedPerSecond, long sentPerSecond) {}
