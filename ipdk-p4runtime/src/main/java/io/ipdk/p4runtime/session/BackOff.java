package io.ipdk.p4runtime.session;

import io.ipdk.error.InvalidSpecException;
import java.time.Duration;

/**
 * How long to wait before the next attempt: first, twice that, and so on up to the most. Deterministic. Immutable.
 *
 * @param first before the second attempt
 * @param most between any two
 */
public record BackOff(Duration first, Duration most) {
    public BackOff {
        if (first.isZero() || first.isNegative()) {
            throw new InvalidSpecException("backOff.first", first, "more than zero");
        }
        if (most.compareTo(first) < 0) {
            throw new InvalidSpecException("backOff.most", most, first + " or more");
        }
    }

    /** 50 ms to 5 s. */
    public static BackOff defaults() {
        return new BackOff(Duration.ofMillis(50), Duration.ofSeconds(5));
    }

    /** @param failures in a row, 1 or more */
    Duration after(int failures) {
        int doublings = Math.min(failures - 1, 30);
        Duration wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(most) > 0 ? most : wait;
    }
}
