package io.ipdk.disk;

import java.time.Duration;

/**
 * How long requests took, from the moment the IPU saw them to the moment the answer was visible to the host; waiting for
 * a limit is part of it. Exact to one percent.
 *
 * <p>Immutable.
 *
 * @param count requests measured; with 0 all durations are zero
 */
public record LatencySummary(
        long count, Duration mean, Duration p50, Duration p90, Duration p99, Duration p999, Duration max) {

    /** Nothing was measured. */
    public static final LatencySummary NONE = new LatencySummary(
            0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
