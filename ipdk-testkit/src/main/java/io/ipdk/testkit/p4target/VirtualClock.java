package io.ipdk.testkit.p4target;

import io.ipdk.p4target.TargetClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A target's time, which stands still until it is moved. Thread-safe. */
public final class VirtualClock implements TargetClock {
    private final AtomicLong now = new AtomicLong(TimeUnit.SECONDS.toNanos(1));

    @Override
    public long nanoTime() {
        return now.get();
    }

    /** Moves the time on. Who shares a device with others calls {@link P4TestTarget#advance} instead, which sends what is due. */
    void move(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back by " + time);
        }
        now.addAndGet(time.toNanos());
    }
}
