package io.ipdk.nativeaccess.dpdk.telemetry;

/**
 * What a process says when a client connects.
 *
 * <p>Immutable.
 *
 * @param version of DPDK, such as {@code DPDK 22.11.11}
 * @param processId its number
 * @param maxAnswerBytes the longest answer it gives
 */
public record TelemetryInfo(String version, long processId, int maxAnswerBytes) {}
