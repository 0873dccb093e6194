package io.ipdk.p4runtime.entity;

import org.jspecify.annotations.Nullable;

/**
 * A cell of a counter array.
 *
 * <p>Immutable.
 *
 * @param counter the array's name
 * @param index the cell, from 0, or {@link P4Entity#EVERY_CELL}
 * @param data what was counted, null in a read
 */
public record CounterEntry(
        String counter, long index, @Nullable CounterData data) implements P4Entity {

    /** A cell, for a read. */
    public static CounterEntry at(String counter, long index) {
        return new CounterEntry(counter, Cells.checked("counter " + counter, index), null);
    }

    /** All cells. */
    public static CounterEntry all(String counter) {
        return new CounterEntry(counter, EVERY_CELL, null);
    }

    /** For a read: all cells of all counters. */
    public static CounterEntry all() {
        return all(EVERY);
    }

    /** The cell set to this. */
    public CounterEntry data(long bytes, long packets) {
        return new CounterEntry(counter, index, new CounterData(bytes, packets));
    }

    @Override
    public CounterEntry key() {
        return new CounterEntry(counter, index, null);
    }
}
