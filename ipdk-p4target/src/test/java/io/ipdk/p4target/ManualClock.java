package io.ipdk.p4target;

import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. */
final class ManualClock implements TargetClock {
    private final AtomicLong now = new AtomicLong(1_000_000_000);

    @Override
    public long nanoTime() {
        return now.get();
    }

    void move(long nanos) {
        now.addAndGet(nanos);
    }
}
