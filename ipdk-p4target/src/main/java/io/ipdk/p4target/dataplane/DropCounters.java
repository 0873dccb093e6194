package io.ipdk.p4target.dataplane;

import java.util.concurrent.atomic.LongAdder;

/** What one running pipeline has dropped; can be read after the pipeline has gone. Thread-safe. */
public final class DropCounters {
    private final LongAdder drops = new LongAdder();
    private final LongAdder overflows = new LongAdder();

    DropCounters() {}

    void countDrop() {
        drops.increment();
    }

    void countOverflow() {
        overflows.increment();
    }

    /** Packets that the program dropped. */
    public long drops() {
        return drops.sum() - overflows.sum();
    }

    /** Copies dropped because one packet made too many. */
    public long overflows() {
        return overflows.sum();
    }
}
