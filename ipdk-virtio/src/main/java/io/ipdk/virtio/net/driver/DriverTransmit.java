package io.ipdk.virtio.net.driver;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.net.FrameOffload;
import io.ipdk.virtio.net.protocol.NetHeaderLayout;
import io.ipdk.virtio.queue.SplitDriverQueue;
import io.ipdk.virtio.vhostuser.FrontendQueue;

/** The driver's side of one transmit ring. Confined to one thread (the one that sends). */
final class DriverTransmit {
    private final FrontendQueue queue;
    private final SplitDriverQueue ring;
    private final DriverBuffers buffers;
    private final int headerBytes;
    private final int[] free;
    private int freeCount;

    DriverTransmit(FrontendQueue queue, DriverBuffers buffers, int headerBytes) {
        this.queue = queue;
        this.ring = queue.driver();
        this.buffers = buffers;
        this.headerBytes = headerBytes;
        this.free = new int[ring.size()];
        for (int i = 0; i < free.length; i++) {
            free[freeCount++] = i;
        }
        ring.suppressInterrupts();
    }

    FrontendQueue queue() {
        return queue;
    }

    boolean offer(byte[] frame, int offset, int length, long offload) {
        if (length > buffers.length - headerBytes) {
            throw new IllegalArgumentException("a frame of " + length + " bytes: the driver was set up for at most "
                    + (buffers.length - headerBytes));
        }
        if (freeCount == 0) {
            reclaim();
            if (freeCount == 0) {
                return false;
            }
        }
        int slot = free[--freeCount];
        long address = buffers.address(slot);
        RawMemory.putLong(address, FrameOffload.headerWord(offload));
        RawMemory.putShort(address + NetHeaderLayout.CSUM_OFFSET, (short) FrameOffload.checksumOffset(offload));
        if (headerBytes == NetHeaderLayout.BYTES) {
            RawMemory.putShort(address + NetHeaderLayout.NUM_BUFFERS, (short) 0);
        }
        RawMemory.copyFromArray(frame, offset, address + headerBytes, length);
        return ring.offer(address, headerBytes + length, false, slot);
    }

    void reclaim() {
        int slot;
        while ((slot = ring.pollUsed()) != SplitDriverQueue.NONE) {
            free[freeCount++] = slot;
        }
    }

    /** Frames that the device has not taken yet. */
    int pending() {
        reclaim();
        return free.length - freeCount;
    }

    void flush() {
        queue.publish();
    }
}
