package io.ipdk.benchmarks.p4;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Keeps so many calls on their way, and remembers the first failure. Thread-safe. */
final class InFlight {
    private final int most;
    private final Semaphore room;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    InFlight(int most) {
        this.most = most;
        this.room = new Semaphore(most);
    }

    /** Waits until one more may begin. */
    void begin() throws InterruptedException {
        room.acquire();
    }

    void end(@Nullable Throwable cause) {
        if (cause != null) {
            failure.compareAndSet(null, cause);
        }
        room.release();
    }

    /** Waits until all have ended. */
    void awaitAll() throws InterruptedException {
        room.acquire(most);
        room.release(most);
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("a call failed", cause);
        }
    }
}
