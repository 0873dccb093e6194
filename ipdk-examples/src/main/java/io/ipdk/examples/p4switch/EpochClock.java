package io.ipdk.examples.p4switch;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The time of capture files. Immutable. */
final class EpochClock {
    private EpochClock() {}

    /** Nanoseconds since the epoch. */
    static long nanos() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
