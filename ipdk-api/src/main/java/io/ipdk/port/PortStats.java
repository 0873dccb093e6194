package io.ipdk.port;

import io.ipdk.unit.Bandwidth;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a port has carried since {@code since}. Counters are 64-bit and only grow; a later {@code since} tells that they
 * began anew. Bytes are those of the Ethernet frames without preamble and checksum; a segmentation offload counts as one
 * frame.
 *
 * <p>Immutable.
 *
 * @param since when the counters were zero
 * @param at when they were read
 * @param framesFromHost frames taken from the host's driver and passed on
 * @param framesToHost frames put into the host driver's buffers
 * @param drops frames not passed on, by cause; causes that never happened are absent
 */
public record PortStats(
        Instant since,
        Instant at,
        long framesFromHost,
        long bytesFromHost,
        long framesToHost,
        long bytesToHost,
        Map<DropCause, Long> drops) {

    public PortStats {
        drops = Map.copyOf(drops);
    }

    public long drops(DropCause cause) {
        return drops.getOrDefault(cause, 0L);
    }

    public long totalDrops() {
        return drops.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Average rate from the host between an earlier reading and this one. */
    public Bandwidth rateFromHost(PortStats earlier) {
        return rate(bytesFromHost - earlier.bytesFromHost, earlier);
    }

    /** Average rate to the host between an earlier reading and this one. */
    public Bandwidth rateToHost(PortStats earlier) {
        return rate(bytesToHost - earlier.bytesToHost, earlier);
    }

    private Bandwidth rate(long bytes, PortStats earlier) {
        double seconds = Duration.between(earlier.at, at).toNanos() / 1e9;
        return seconds <= 0 ? new Bandwidth(0) : new Bandwidth(Math.max(0, Math.round(bytes * 8 / seconds)));
    }
}
