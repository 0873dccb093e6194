package io.ipdk.nativeaccess.memory;

import java.util.Objects;

/**
 * Reads and writes memory at absolute addresses: guest memory, rings, and native structures.
 *
 * <p>Nothing is checked unless the system property {@value #CHECKED_PROPERTY} is {@code true} when this class is loaded:
 * an address outside of mapped memory ends the JVM, so callers range-check before they come here. With the property,
 * every access must lie inside one region told to {@link #register}, else {@link MemoryAccessError} is thrown; without it
 * the check is compiled away.
 *
 * <p>Values have the byte order of the machine, which is little-endian on the supported ones (x86-64, arm64). Plain
 * accesses may be unaligned; the acquire, release and atomic ones need an address that is a multiple of the value's size.
 *
 * <p>Plain reads may be hoisted out of loops by the compiler: whatever is polled must be read with an acquire method.
 *
 * <p>Thread-safe in itself; the ordering between threads is what each method says.
 */
public final class RawMemory {
    /** The system property that turns on the checked face. */
    public static final String CHECKED_PROPERTY = "io.ipdk.memory.checked";

    private static final boolean CHECKED = Boolean.getBoolean(CHECKED_PROPERTY);
    private static final LiveRegions REGIONS = new LiveRegions();

    private RawMemory() {}

    /** Whether the checked face is on. */
    public static boolean isChecked() {
        return CHECKED;
    }

    /**
     * Tells the checked face that a region may be accessed from now on; does nothing when it is off.
     *
     * @throws IllegalStateException if the region overlaps a live one
     */
    public static void register(long address, long bytes, String name) {
        if (CHECKED) {
            REGIONS.add(address, bytes, name);
        }
    }

    /** Tells the checked face that the region that starts at the address is gone; does nothing when it is off. */
    public static void unregister(long address) {
        if (CHECKED) {
            REGIONS.remove(address);
        }
    }

    private static void check(long address, long bytes) {
        if (CHECKED) {
            REGIONS.check(address, bytes);
        }
    }

    /** Plain load. */
    public static byte getByte(long address) {
        check(address, 1);
        return MemoryAccess.getByte(address);
    }

    /** Plain store. */
    public static void putByte(long address, byte value) {
        check(address, 1);
        MemoryAccess.putByte(address, value);
    }

    /** Plain load. */
    public static short getShort(long address) {
        check(address, 2);
        return MemoryAccess.getShort(address);
    }

    /** Plain store. */
    public static void putShort(long address, short value) {
        check(address, 2);
        MemoryAccess.putShort(address, value);
    }

    /** Plain load. */
    public static int getInt(long address) {
        check(address, 4);
        return MemoryAccess.getInt(address);
    }

    /** Plain store. */
    public static void putInt(long address, int value) {
        check(address, 4);
        MemoryAccess.putInt(address, value);
    }

    /** Plain load. */
    public static long getLong(long address) {
        check(address, 8);
        return MemoryAccess.getLong(address);
    }

    /** Plain store. */
    public static void putLong(long address, long value) {
        check(address, 8);
        MemoryAccess.putLong(address, value);
    }

    /** Aligned load that no later load or store is moved before, and that a loop repeats each time. */
    public static short getShortAcquire(long address) {
        check(address, 2);
        return MemoryAccess.getShortAcquire(address);
    }

    /** Aligned store that no earlier load or store is moved behind. */
    public static void putShortRelease(long address, short value) {
        check(address, 2);
        MemoryAccess.putShortRelease(address, value);
    }

    /** Aligned load that no later load or store is moved before, and that a loop repeats each time. */
    public static int getIntAcquire(long address) {
        check(address, 4);
        return MemoryAccess.getIntAcquire(address);
    }

    /** Aligned store that no earlier load or store is moved behind. */
    public static void putIntRelease(long address, int value) {
        check(address, 4);
        MemoryAccess.putIntRelease(address, value);
    }

    /** Aligned load that no later load or store is moved before, and that a loop repeats each time. */
    public static long getLongAcquire(long address) {
        check(address, 8);
        return MemoryAccess.getLongAcquire(address);
    }

    /** Aligned store that no earlier load or store is moved behind. */
    public static void putLongRelease(long address, long value) {
        check(address, 8);
        MemoryAccess.putLongRelease(address, value);
    }

    /** Atomically replaces an aligned value if it is the expected one, with the effect of a full fence where it does. */
    public static boolean compareAndSetInt(long address, int expected, int value) {
        check(address, 4);
        return MemoryAccess.compareAndSetInt(address, expected, value);
    }

    /** Atomically replaces an aligned value if it is the expected one, with the effect of a full fence where it does. */
    public static boolean compareAndSetLong(long address, long expected, long value) {
        check(address, 8);
        return MemoryAccess.compareAndSetLong(address, expected, value);
    }

    /** Atomically sets bits of an aligned value, as dirty logs need it, and returns what was there before. */
    public static int getAndBitwiseOrInt(long address, int mask) {
        check(address, 4);
        return MemoryAccess.getAndBitwiseOrInt(address, mask);
    }

    /** Keeps loads before the fence ahead of loads and stores after it. */
    public static void loadFence() {
        MemoryAccess.loadFence();
    }

    /** Keeps loads and stores before the fence ahead of stores after it. */
    public static void storeFence() {
        MemoryAccess.storeFence();
    }

    /** Keeps all loads and stores before the fence ahead of all after it, also a store ahead of a later load. */
    public static void fullFence() {
        MemoryAccess.fullFence();
    }

    /** Copies bytes between two ranges, which may overlap. */
    public static void copy(long source, long target, long bytes) {
        check(source, bytes);
        check(target, bytes);
        MemoryAccess.copy(source, target, bytes);
    }

    /**
     * Copies memory into a part of an array.
     *
     * @throws IndexOutOfBoundsException if the part is not inside the array
     */
    public static void copyToArray(long source, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        check(source, length);
        MemoryAccess.copyToArray(source, target, offset, length);
    }

    /**
     * Copies a part of an array into memory.
     *
     * @throws IndexOutOfBoundsException if the part is not inside the array
     */
    public static void copyFromArray(byte[] source, int offset, long target, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        check(target, length);
        MemoryAccess.copyFromArray(source, offset, target, length);
    }

    /**
     * Sets all bytes of a range to one value. The memory must be this process's own: Java 17 does not survive a fill of a
     * mapping whose file another process has cut short, as it survives loads, stores and copies.
     */
    public static void fill(long address, long bytes, byte value) {
        check(address, bytes);
        MemoryAccess.fill(address, bytes, value);
    }
}
