package io.ipdk.p4runtime.flow;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Waits until every subscriber has dealt with one item, then says so once; a subscriber that failed, or had no room, keeps
 * it from being said. Thread-safe.
 */
public final class Receipt {
    private final Runnable whenDelivered;
    private final AtomicInteger open = new AtomicInteger(1);
    private volatile boolean taken;
    private volatile boolean failed;

    public Receipt(Runnable whenDelivered) {
        this.whenDelivered = whenDelivered;
    }

    void accepted() {
        taken = true;
        open.incrementAndGet();
    }

    void refused() {
        failed = true;
    }

    void done(boolean well) {
        if (!well) {
            failed = true;
        }
        settle();
    }

    /** Ends the publisher's own hold: whoever was to get the item has it now. */
    void settle() {
        if (open.decrementAndGet() == 0 && taken && !failed) {
            whenDelivered.run();
        }
    }
}
