package io.ipdk.p4runtime.write;

import io.ipdk.error.CapacityException;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.StatusCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps so many Writes on their way and so many updates waiting, first come, first served. Thread-safe. */
final class WriteWindow {
    private final WriteLimits limits;
    private final Semaphore room;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int inFlight;

    WriteWindow(WriteLimits limits) {
        this.limits = limits;
        this.room = new Semaphore(limits.queuedUpdates(), true);
    }

    /**
     * Waits until there is room for so many updates.
     *
     * @return what to give to {@link #leave}
     */
    int enter(int updates, Duration patience) {
        int permits = Math.min(updates, limits.queuedUpdates());
        try {
            if (room.tryAcquire(permits, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return permits;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new P4RuntimeException(
                    StatusCode.CANCELLED, "the wait for room was interrupted", "nothing was sent", true, e);
        }
        throw new CapacityException(
                limits.queuedUpdates() + " updates have been waiting for the target for " + patience,
                "send slower; nothing of this call was sent");
    }

    void leave(int permits) {
        room.release(permits);
    }

    /** Starts a Write now or when it is its turn; it must end with {@link #ended}. */
    void start(Runnable write) {
        synchronized (this) {
            if (inFlight >= limits.inFlight()) {
                waiting.add(write);
                return;
            }
            inFlight++;
        }
        write.run();
    }

    void ended() {
        Runnable next = next();
        if (next != null) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = waiting.poll();
        if (next == null) {
            inFlight--;
        }
        return next;
    }
}
