package io.ipdk.softipu.qemu;

import java.time.Duration;

/**
 * Pauses between attempts that double from a first to a longest one. The same failures always wait the same time.
 *
 * <p>Immutable.
 *
 * @param first the pause after the first failure, above 0
 * @param longest the pause that no later one exceeds
 */
public record BackOff(Duration first, Duration longest) {

    private static final int MAX_DOUBLINGS = 30;

    /** 100 ms to 5 s. */
    public static final BackOff DEFAULT = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(5));

    public BackOff {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "back-off from " + first + " to " + longest + "; allowed are pauses of 1 ms or more that grow");
        }
    }

    /** The pause after this many failures in a row, in milliseconds. */
    long pauseMillis(int failures) {
        long doubled = first.toMillis() << Math.min(Math.max(failures - 1, 0), MAX_DOUBLINGS);
        return Math.min(doubled, longest.toMillis());
    }
}
