package io.ipdk.nativeaccess.posix;

import io.ipdk.nativeaccess.memory.RawMemory;

/**
 * A list of memory ranges for one scattered read or gathered write, in native memory that is allocated once.
 *
 * <p>Confined to one thread at a time.
 */
public final class IoVector implements AutoCloseable {
    /** The most ranges one system call takes. */
    public static final int MAX_CAPACITY = 1024;

    // struct iovec, 64-bit: address, length
    private static final int ENTRY_BYTES = 16;

    private final int capacity;
    private final MappedMemory memory;
    private final long entries;
    private int first;
    private int end;
    private long bytes;

    /**
     * @param capacity how many ranges fit, 1 to {@link #MAX_CAPACITY}
     */
    public IoVector(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(capacity + " ranges: the limits are 1 and " + MAX_CAPACITY);
        }
        this.capacity = capacity;
        memory = MappedMemory.anonymous((long) capacity * ENTRY_BYTES);
        entries = memory.address();
    }

    /** Empties the list. */
    public void clear() {
        first = 0;
        end = 0;
        bytes = 0;
    }

    /**
     * Appends a range.
     *
     * @param length in bytes, not negative
     * @throws IllegalStateException if the list is full
     */
    public void add(long address, long length) {
        if (end == capacity) {
            throw new IllegalStateException(
                    "the vector is full with " + capacity + " ranges; clear it or make it larger");
        }
        if (length < 0) {
            throw new IllegalArgumentException("a range of " + length + " bytes: the length must not be negative");
        }
        long entry = entries + (long) end * ENTRY_BYTES;
        RawMemory.putLong(entry, address);
        RawMemory.putLong(entry + Long.BYTES, length);
        end++;
        bytes += length;
    }

    /** The length of all ranges together that a transfer has not yet gone through. */
    public long bytes() {
        return bytes;
    }

    /** How many ranges a transfer has not yet gone through. */
    public int count() {
        return end - first;
    }

    long address() {
        return entries + (long) first * ENTRY_BYTES;
    }

    /** Drops bytes from the front that a system call has moved. */
    void advance(long moved) {
        bytes -= moved;
        long left = moved;
        while (left > 0) {
            long entry = address();
            long length = RawMemory.getLong(entry + Long.BYTES);
            if (left < length) {
                RawMemory.putLong(entry, RawMemory.getLong(entry) + left);
                RawMemory.putLong(entry + Long.BYTES, length - left);
                return;
            }
            left -= length;
            first++;
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
