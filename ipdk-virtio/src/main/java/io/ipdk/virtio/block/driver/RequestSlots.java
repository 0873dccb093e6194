package io.ipdk.virtio.block.driver;

import io.ipdk.virtio.block.protocol.BlockRequestLayout;
import io.ipdk.virtio.vhostuser.SharedMemory;

/**
 * The memory of a queue's requests: a header, a status and a data buffer for each, and which of them are free.
 *
 * <pre>
 *  headers:  | header 16 B, status 1 B, unused | × depth      64 B each
 *  buffers:  | data                            | × depth      bufferBytes each
 * </pre>
 *
 * <p>Confined to the thread that drives the queue.
 */
final class RequestSlots {
    /** A cache line: the driver writes the header, the device the status, and neighbours stay apart. */
    static final int SLOT_BYTES = 64;

    private static final int STATUS = BlockRequestLayout.HEADER_BYTES;
    private static final int PAGE_BYTES = 4096;

    private final long headers;
    private final long buffers;
    private final int bufferBytes;
    private final int[] free;
    private int freeCount;

    RequestSlots(SharedMemory memory, int depth, int bufferBytes) {
        this.bufferBytes = bufferBytes;
        headers = memory.allocate((long) depth * SLOT_BYTES, SLOT_BYTES);
        buffers = memory.allocate((long) depth * bufferBytes, PAGE_BYTES);
        free = new int[depth];
        for (int slot = depth - 1; slot >= 0; slot--) {
            free[freeCount++] = slot;
        }
    }

    static long bytesNeeded(int depth, int bufferBytes) {
        return (long) depth * (SLOT_BYTES + bufferBytes) + SLOT_BYTES + PAGE_BYTES;
    }

    /** A free slot, or −1. */
    int acquire() {
        return freeCount == 0 ? -1 : free[--freeCount];
    }

    void release(int slot) {
        free[freeCount++] = slot;
    }

    int freeCount() {
        return freeCount;
    }

    int bufferBytes() {
        return bufferBytes;
    }

    long header(int slot) {
        return headers + (long) slot * SLOT_BYTES;
    }

    long status(int slot) {
        return header(slot) + STATUS;
    }

    long buffer(int slot) {
        return buffers + (long) slot * bufferBytes;
    }
}
