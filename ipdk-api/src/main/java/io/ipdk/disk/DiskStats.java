package io.ipdk.disk;

import java.time.Duration;
import java.time.Instant;

/**
 * What a disk has done since {@code since}. Counters are 64-bit and only grow; a later {@code since} tells that they
 * began anew.
 *
 * <p>Immutable.
 *
 * @param since when the counters were zero
 * @param at when they were read
 * @param errors requests answered with an I/O error
 * @param unsupported requests answered as unsupported
 * @param throttled requests that had to wait for a limit
 */
public record DiskStats(
        Instant since,
        Instant at,
        long reads,
        long bytesRead,
        long writes,
        long bytesWritten,
        long flushes,
        long discards,
        long writeZeroes,
        long errors,
        long unsupported,
        long throttled,
        LatencySummary readLatency,
        LatencySummary writeLatency,
        LatencySummary flushLatency) {

    /** Reads and writes a second between an earlier reading and this one. */
    public double iops(DiskStats earlier) {
        double seconds = Duration.between(earlier.at, at).toNanos() / 1e9;
        return seconds <= 0 ? 0 : (reads + writes - earlier.reads - earlier.writes) / seconds;
    }
}
