package io.ipdk.p4runtime.entity;

import org.jspecify.annotations.Nullable;

/**
 * The direct meter of a table entry.
 *
 * <p>Immutable.
 *
 * @param entry the entry: table, matches and priority are enough
 * @param config rates and bursts; null for the default, which makes every packet green
 * @param counters what was counted for each colour; zeros clear them, null leaves them alone
 */
public record DirectMeterEntry(
        TableEntry entry,
        @Nullable MeterConfig config,
        @Nullable MeterCounterData counters) implements P4Entity {

    public DirectMeterEntry {
        entry = entry.key();
    }

    /** The meter of an entry: its default in a write, whatever it is in a read. */
    public static DirectMeterEntry of(TableEntry entry) {
        return new DirectMeterEntry(entry, null, null);
    }

    /** For a read: the meters of all entries of a table. */
    public static DirectMeterEntry all(String table) {
        return of(TableEntry.in(table));
    }

    /** The meter with this configuration. */
    public DirectMeterEntry config(MeterConfig wanted) {
        return new DirectMeterEntry(entry, wanted, counters);
    }

    /** In a write: clears the counters of the colours. In a read: tells them too. */
    public DirectMeterEntry withCounters() {
        return new DirectMeterEntry(entry, config, MeterCounterData.ZERO);
    }

    @Override
    public DirectMeterEntry key() {
        return of(entry);
    }
}
