package io.ipdk.p4runtime.entity;

import org.jspecify.annotations.Nullable;

/**
 * A cell of a meter array.
 *
 * <p>Immutable.
 *
 * @param meter the array's name
 * @param index the cell, from 0, or {@link P4Entity#EVERY_CELL}
 * @param config rates and bursts; null for the default, which makes every packet green
 * @param counters what was counted for each colour; zeros clear them, null leaves them alone
 */
public record MeterEntry(
        String meter,
        long index,
        @Nullable MeterConfig config,
        @Nullable MeterCounterData counters) implements P4Entity {

    /** A cell: its default in a write, whatever it is in a read. */
    public static MeterEntry at(String meter, long index) {
        return new MeterEntry(meter, Cells.checked("meter " + meter, index), null, null);
    }

    /** All cells. */
    public static MeterEntry all(String meter) {
        return new MeterEntry(meter, EVERY_CELL, null, null);
    }

    /** For a read: all cells of all meters. */
    public static MeterEntry all() {
        return all(EVERY);
    }

    /** The cell with this configuration. */
    public MeterEntry config(MeterConfig wanted) {
        return new MeterEntry(meter, index, wanted, counters);
    }

    /** In a write: clears the counters of the colours. In a read: tells them too. */
    public MeterEntry withCounters() {
        return new MeterEntry(meter, index, config, MeterCounterData.ZERO);
    }

    @Override
    public MeterEntry key() {
        return new MeterEntry(meter, index, null, null);
    }
}
