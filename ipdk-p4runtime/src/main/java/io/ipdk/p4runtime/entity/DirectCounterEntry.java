package io.ipdk.p4runtime.entity;

import org.jspecify.annotations.Nullable;

/**
 * The direct counter of a table entry.
 *
 * <p>Immutable.
 *
 * @param entry the entry: table, matches and priority are enough
 * @param data what was counted, null in a read
 */
public record DirectCounterEntry(TableEntry entry, @Nullable CounterData data) implements P4Entity {

    public DirectCounterEntry {
        entry = entry.key();
    }

    /** The counter of an entry, for a read. */
    public static DirectCounterEntry of(TableEntry entry) {
        return new DirectCounterEntry(entry, null);
    }

    /** For a read: the counters of all entries of a table. */
    public static DirectCounterEntry all(String table) {
        return of(TableEntry.in(table));
    }

    /** The counter set to this. */
    public DirectCounterEntry data(long bytes, long packets) {
        return new DirectCounterEntry(entry, new CounterData(bytes, packets));
    }

    @Override
    public DirectCounterEntry key() {
        return of(entry);
    }
}
