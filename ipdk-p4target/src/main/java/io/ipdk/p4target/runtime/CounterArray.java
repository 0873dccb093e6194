package io.ipdk.p4target.runtime;

import java.util.concurrent.atomic.AtomicLongArray;

/** An array of counters, spread over stripes so that packet threads do not meet. Thread-safe. */
public final class CounterArray {
    private static final int STRIPES = 8;
    private static final int SMALL = 4_096;

    private final int size;
    private final int stripes;
    private final AtomicLongArray cells;

    public CounterArray(int size) {
        this.size = size;
        stripes = size <= SMALL ? STRIPES : 1;
        cells = new AtomicLongArray(Math.multiplyExact(size * 2, stripes));
    }

    public int size() {
        return size;
    }

    /** Counts a packet; an index outside of the array counts nothing. */
    public void count(long index, long length, int worker) {
        if (index >= 0 && index < size) {
            int at = ((worker & (stripes - 1)) * size + (int) index) * 2;
            cells.getAndAdd(at, 1);
            cells.getAndAdd(at + 1, length);
        }
    }

    public long packets(int index) {
        return sum(index * 2);
    }

    public long bytes(int index) {
        return sum(index * 2 + 1);
    }

    /** Sets a counter. */
    public void set(int index, long packets, long bytes) {
        for (int stripe = 0; stripe < stripes; stripe++) {
            int at = (stripe * size + index) * 2;
            cells.set(at, stripe == 0 ? packets : 0);
            cells.set(at + 1, stripe == 0 ? bytes : 0);
        }
    }

    private long sum(int at) {
        long sum = 0;
        for (int stripe = 0; stripe < stripes; stripe++) {
            sum += cells.get(stripe * size * 2 + at);
        }
        return sum;
    }
}
