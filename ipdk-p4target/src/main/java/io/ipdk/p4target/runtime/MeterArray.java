package io.ipdk.p4target.runtime;

import io.ipdk.p4target.table.MeterCell;

/** An array of meters. Thread-safe. */
public final class MeterArray {
    private final MeterCell[] cells;
    private final boolean bytes;

    public MeterArray(int size, boolean bytes) {
        this.bytes = bytes;
        cells = new MeterCell[size];
        for (int i = 0; i < size; i++) {
            cells[i] = new MeterCell();
        }
    }

    public int size() {
        return cells.length;
    }

    /** Whether a unit is a byte; otherwise it is a packet. */
    public boolean bytes() {
        return bytes;
    }

    public MeterCell cell(int index) {
        return cells[index];
    }

    /** Whether a meter exists. */
    public boolean has(long index) {
        return index >= 0 && index < cells.length;
    }

    /** The colour of a packet; the index must exist. */
    public int colour(long index, long length, int before, long now) {
        return cells[(int) index].colour(bytes ? length : 1, length, before, now);
    }
}
