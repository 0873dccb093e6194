package io.ipdk.virtio.block.store;

import java.util.Arrays;

/**
 * The pieces of memory that one read fills or one write takes its bytes from, in order.
 *
 * <p>Addresses are absolute, checked, and valid until the request is answered. The memory belongs to the guest, which may
 * change it at any time: read nothing from it twice.
 *
 * <p>Reusable; confined to one thread at a time.
 */
public final class SegmentList {
    private long[] addresses = new long[4];
    private int[] lengths = new int[4];
    private int count;
    private long bytes;

    /** Creates an empty list. */
    public SegmentList() {}

    /** Takes all pieces out; keeps the room for them. */
    public void clear() {
        count = 0;
        bytes = 0;
    }

    /**
     * Appends a piece; one of no bytes is left out.
     *
     * @param length in bytes, not negative
     */
    public void add(long address, int length) {
        if (length <= 0) {
            if (length < 0) {
                throw new IllegalArgumentException(
                        "a segment of " + length + " bytes: the length must not be negative");
            }
            return;
        }
        if (count == addresses.length) {
            addresses = Arrays.copyOf(addresses, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        addresses[count] = address;
        lengths[count++] = length;
        bytes += length;
    }

    /** Number of pieces. */
    public int count() {
        return count;
    }

    /** Where a piece begins. */
    public long address(int index) {
        return addresses[index];
    }

    /** Length of a piece in bytes, at least 1. */
    public int length(int index) {
        return lengths[index];
    }

    /** Length of all pieces together. */
    public long bytes() {
        return bytes;
    }
}
