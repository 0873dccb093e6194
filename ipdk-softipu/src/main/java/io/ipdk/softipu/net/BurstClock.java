package io.ipdk.softipu.net;

import io.ipdk.p4target.TargetClock;
import org.jspecify.annotations.Nullable;

/**
 * Spares the thread of the switch the machine's clock: packets of one burst all have the moment at which it began. Other
 * threads see the time as it is.
 *
 * <p>Thread-safe; {@link #begin} is confined to the thread of the switch.
 */
final class BurstClock implements TargetClock {
    private final TargetClock clock;

    // Read by any thread without order: only the one that has written them takes them for its own.
    private @Nullable Thread polling;
    private long began;

    BurstClock(TargetClock clock) {
        this.clock = clock;
    }

    /** A burst begins on this thread. */
    void begin() {
        began = clock.nanoTime();
        polling = Thread.currentThread();
    }

    @Override
    public long nanoTime() {
        return Thread.currentThread() == polling ? began : clock.nanoTime();
    }
}
