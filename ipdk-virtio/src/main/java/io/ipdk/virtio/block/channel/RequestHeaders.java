package io.ipdk.virtio.block.channel;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.block.protocol.BlockRequestLayout;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.vhostuser.SharedMemory;

/**
 * What goes around the data of a queue's requests, a cache line and the next for each, and which of them are free.
 *
 * <pre>
 *   0 | header 16 B | range 16 B | unused |
 *  64 | status 1 B  | unused              |     the device writes here, the driver above
 * </pre>
 *
 * <p>Confined to the thread that drives the queue.
 */
final class RequestHeaders {
    static final int SLOT_BYTES = 128;

    private static final int RANGE = BlockRequestLayout.HEADER_BYTES;
    private static final int STATUS = 64;
    private static final byte UNANSWERED = (byte) 0xff;

    private final long base;
    private final long[] tokens;
    private final int[] free;
    private int freeCount;

    RequestHeaders(SharedMemory memory, int depth) {
        base = memory.allocate((long) depth * SLOT_BYTES, SLOT_BYTES);
        tokens = new long[depth];
        free = new int[depth];
        for (int slot = depth - 1; slot >= 0; slot--) {
            free[freeCount++] = slot;
        }
    }

    int freeCount() {
        return freeCount;
    }

    /** The next slot that is free, of which there must be one; it stays free until it is taken. */
    int next() {
        return free[freeCount - 1];
    }

    void take(int slot, long token) {
        freeCount--;
        tokens[slot] = token;
    }

    void release(int slot) {
        free[freeCount++] = slot;
    }

    long token(int slot) {
        return tokens[slot];
    }

    void fill(int slot, BlockRequestType type, long sector) {
        long header = header(slot);
        RawMemory.putLong(header + BlockRequestLayout.TYPE, type.wireValue());
        RawMemory.putLong(header + BlockRequestLayout.SECTOR, sector);
        RawMemory.putByte(status(slot), UNANSWERED);
    }

    void fillRange(int slot, long sector, int sectors, int flags) {
        long range = range(slot);
        RawMemory.putLong(range + BlockRequestLayout.SEGMENT_SECTOR, sector);
        RawMemory.putInt(range + BlockRequestLayout.SEGMENT_NUM_SECTORS, sectors);
        RawMemory.putInt(range + BlockRequestLayout.SEGMENT_FLAGS, flags);
    }

    long header(int slot) {
        return base + (long) slot * SLOT_BYTES;
    }

    long range(int slot) {
        return header(slot) + RANGE;
    }

    long status(int slot) {
        return header(slot) + STATUS;
    }

    byte answer(int slot) {
        return RawMemory.getByte(status(slot));
    }
}
