package io.ipdk.virtio.queue;

/**
 * Offsets, sizes and flags of the split ring (virtio 1.2, §2.7); offsets only, no access.
 *
 * <p>All fields are little-endian. {@code n} is the queue size: a power of two from 1 to 32768.
 *
 * <pre>
 *   Descriptor table: n × 16 bytes, aligned 16 (§2.7.5)
 *
 *    0               8       12      14      16
 *    +---------------+-------+-------+-------+
 *    |    address    |  len  | flags |  next |   flags: 1 NEXT, 2 WRITE, 4 INDIRECT
 *    +---------------+-------+-------+-------+
 *
 *   Avail ring: 6 + 2n bytes, aligned 2 (§2.7.6)        written by the driver only
 *
 *    0       2       4       6             4+2n    6+2n
 *    +-------+-------+-------+---   ---+-----+-----------+
 *    | flags |  idx  | head  |   ...   | head| used_event|   flags: 1 NO_INTERRUPT
 *    +-------+-------+-------+---   ---+-----+-----------+
 *
 *   Used ring: 6 + 8n bytes, aligned 4 (§2.7.8)         written by the device only
 *
 *    0       2       4       8       12            4+8n        6+8n
 *    +-------+-------+-------+-------+---   ---+---+-----------+
 *    | flags |  idx  |  id   |  len  |   ...   |   |avail_event|   flags: 1 NO_NOTIFY
 *    +-------+-------+-------+-------+---   ---+---+-----------+
 * </pre>
 *
 * <p>Immutable.
 */
public final class SplitRingLayout {
    /** The largest queue size. */
    public static final int MAX_QUEUE_SIZE = 32768;

    /** Size of one descriptor in bytes. */
    public static final int DESCRIPTOR_BYTES = 16;
    /** Where a descriptor has its 64-bit guest address. */
    public static final int DESCRIPTOR_ADDRESS = 0;
    /** Where a descriptor has its 32-bit length. */
    public static final int DESCRIPTOR_LENGTH = 8;
    /** Where a descriptor has its 16-bit flags. */
    public static final int DESCRIPTOR_FLAGS = 12;
    /** Where a descriptor has the 16-bit index of the next one. */
    public static final int DESCRIPTOR_NEXT = 14;

    /** Descriptor flag: the chain goes on at {@code next}. */
    public static final int FLAG_NEXT = 1;
    /** Descriptor flag: the device writes the buffer; without it, it reads. */
    public static final int FLAG_WRITE = 2;
    /** Descriptor flag: the buffer holds a table of descriptors. */
    public static final int FLAG_INDIRECT = 4;

    /** Alignment of the descriptor table in bytes. */
    public static final int DESCRIPTOR_TABLE_ALIGNMENT = 16;
    /** Alignment of the avail ring in bytes. */
    public static final int AVAIL_RING_ALIGNMENT = 2;
    /** Alignment of the used ring in bytes. */
    public static final int USED_RING_ALIGNMENT = 4;

    /** Where the avail ring has its 16-bit flags. */
    public static final int AVAIL_FLAGS = 0;
    /** Where the avail ring has its 16-bit index. */
    public static final int AVAIL_INDEX = 2;
    /** Where the heads start in the avail ring, 16 bits each. */
    public static final int AVAIL_HEADS = 4;
    /** Avail ring flag: no interrupt, please (only without EVENT_IDX). */
    public static final int AVAIL_NO_INTERRUPT = 1;

    /** Where the used ring has its 16-bit flags. */
    public static final int USED_FLAGS = 0;
    /** Where the used ring has its 16-bit index. */
    public static final int USED_INDEX = 2;
    /** Where the elements start in the used ring. */
    public static final int USED_ELEMENTS = 4;
    /** Size of a used element: 32-bit id and 32-bit length. */
    public static final int USED_ELEMENT_BYTES = 8;
    /** Used ring flag: no kick, please (only without EVENT_IDX). */
    public static final int USED_NO_NOTIFY = 1;

    private SplitRingLayout() {}

    /** Whether a number is a valid queue size: a power of two from 1 to 32768 (§2.7). */
    public static boolean isQueueSize(int size) {
        return size > 0 && size <= MAX_QUEUE_SIZE && Integer.bitCount(size) == 1;
    }

    /** Size of the descriptor table in bytes. */
    public static int descriptorTableBytes(int size) {
        return DESCRIPTOR_BYTES * size;
    }

    /** Size of the avail ring in bytes, used_event included. */
    public static int availRingBytes(int size) {
        return usedEvent(size) + 2;
    }

    /** Size of the used ring in bytes, avail_event included. */
    public static int usedRingBytes(int size) {
        return availEvent(size) + 2;
    }

    /** Where the avail ring has used_event: the driver's wish when to be interrupted. */
    public static int usedEvent(int size) {
        return AVAIL_HEADS + 2 * size;
    }

    /** Where the used ring has avail_event: the device's wish when to be kicked. */
    public static int availEvent(int size) {
        return USED_ELEMENTS + USED_ELEMENT_BYTES * size;
    }

    static int requireQueueSize(int size) {
        if (!isQueueSize(size)) {
            throw new IllegalArgumentException(
                    "queue size " + size + ": a split ring needs a power of two from 1 to " + MAX_QUEUE_SIZE);
        }
        return size;
    }

    static long requireAligned(String what, long address, int alignment) {
        if (address == 0 || (address & (alignment - 1)) != 0) {
            throw new IllegalArgumentException(
                    what + " at 0x" + Long.toHexString(address) + ": the address must be a multiple of " + alignment);
        }
        return address;
    }
}
