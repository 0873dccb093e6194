package io.ipdk.softipu.disk;

import io.ipdk.disk.LatencySummary;
import io.ipdk.virtio.block.LatencyRecorder;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Keeps how long a disk's reads, writes and flushes took.
 *
 * <p>Thread-safe. Recording takes an uncontended lock and allocates nothing; a reader holds it for one summary.
 */
final class LatencyHistograms implements LatencyRecorder {

    private static final long SHORTEST_NANOS = 100;
    private static final long LONGEST_NANOS = Duration.ofHours(1).toNanos();
    private static final int SIGNIFICANT_DIGITS = 2;

    private final Histogram reads = newHistogram();
    private final Histogram writes = newHistogram();
    private final Histogram flushes = newHistogram();

    private static Histogram newHistogram() {
        return new Histogram(SHORTEST_NANOS, LONGEST_NANOS, SIGNIFICANT_DIGITS);
    }

    @Override
    public void record(BlockRequestType type, long nanos, long requests) {
        Histogram histogram = histogram(type);
        if (histogram != null) {
            synchronized (histogram) {
                histogram.recordValueWithCount(Math.min(Math.max(nanos, 0), LONGEST_NANOS), requests);
            }
        }
    }

    private @Nullable Histogram histogram(BlockRequestType type) {
        return switch (type) {
            case IN -> reads;
            case OUT -> writes;
            case FLUSH -> flushes;
            case GET_ID, DISCARD, WRITE_ZEROES -> null;
        };
    }

    LatencySummary reads() {
        return summary(reads);
    }

    LatencySummary writes() {
        return summary(writes);
    }

    LatencySummary flushes() {
        return summary(flushes);
    }

    private static LatencySummary summary(Histogram histogram) {
        synchronized (histogram) {
            return histogram.getTotalCount() == 0
                    ? LatencySummary.NONE
                    : new LatencySummary(
                            histogram.getTotalCount(),
                            Duration.ofNanos((long) histogram.getMean()),
                            Duration.ofNanos(histogram.getValueAtPercentile(50)),
                            Duration.ofNanos(histogram.getValueAtPercentile(90)),
                            Duration.ofNanos(histogram.getValueAtPercentile(99)),
                            Duration.ofNanos(histogram.getValueAtPercentile(99.9)),
                            Duration.ofNanos(histogram.getMaxValue()));
        }
    }
}
