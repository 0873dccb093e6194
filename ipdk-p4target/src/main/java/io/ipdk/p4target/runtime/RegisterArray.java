package io.ipdk.p4target.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * An array of registers. Thread-safe for single longs; actions that read and write take the program's register lock
 * around both.
 */
public final class RegisterArray {
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

    private final int size;
    private final int limbs;
    private final int width;
    private final long[] cells;

    public RegisterArray(int size, int width) {
        this.size = size;
        this.width = width;
        limbs = Math.max(1, (width + 63) / 64);
        cells = new long[Math.multiplyExact(size, limbs)];
    }

    public int size() {
        return size;
    }

    public int width() {
        return width;
    }

    public int limbs() {
        return limbs;
    }

    /** Whether a cell exists. */
    public boolean has(long index) {
        return index >= 0 && index < size;
    }

    /** One long of a cell, the low one first; 0 outside of the array. */
    public long get(long index, int limb) {
        return has(index) ? (long) CELLS.getOpaque(cells, (int) index * limbs + limb) : 0;
    }

    /** Sets one long of a cell; nothing outside of the array. */
    public void set(long index, int limb, long value) {
        if (has(index)) {
            CELLS.setOpaque(cells, (int) index * limbs + limb, value);
        }
    }
}
