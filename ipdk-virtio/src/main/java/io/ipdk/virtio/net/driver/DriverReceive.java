package io.ipdk.virtio.net.driver;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.net.FrameOffload;
import io.ipdk.virtio.net.protocol.NetHeaderLayout;
import io.ipdk.virtio.queue.SplitDriverQueue;
import io.ipdk.virtio.vhostuser.FrontendQueue;

/** The driver's side of one receive ring. Confined to one thread (the one that receives). */
final class DriverReceive {
    private static final int NONE = -1;

    private final FrontendQueue queue;
    private final SplitDriverQueue ring;
    private final DriverBuffers buffers;
    private final int headerBytes;
    private final int refillAt;
    private int toPublish;
    private long offload;

    DriverReceive(FrontendQueue queue, DriverBuffers buffers, int headerBytes) {
        this.queue = queue;
        this.ring = queue.driver();
        this.buffers = buffers;
        this.headerBytes = headerBytes;
        this.refillAt = Math.max(1, ring.size() / 8);
        ring.suppressInterrupts();
        for (int slot = 0; slot < ring.size(); slot++) {
            ring.offer(buffers.address(slot), buffers.length, true, slot);
        }
        queue.publish();
    }

    FrontendQueue queue() {
        return queue;
    }

    int receive(byte[] target) {
        int slot = ring.pollUsed();
        if (slot == SplitDriverQueue.NONE) {
            refill(1);
            return NONE;
        }
        int bytes = ring.usedLength();
        long address = buffers.address(slot);
        int length = 0;
        int more = 0;
        if (bytes >= headerBytes) {
            long word = RawMemory.getLong(address);
            int checksumOffset = RawMemory.getShort(address + NetHeaderLayout.CSUM_OFFSET) & 0xffff;
            more = headerBytes == NetHeaderLayout.BYTES
                    ? (RawMemory.getShort(address + NetHeaderLayout.NUM_BUFFERS) & 0xffff) - 1
                    : 0;
            offload = FrameOffload.of(
                    NetHeaderLayout.flags(word),
                    NetHeaderLayout.gsoType(word),
                    NetHeaderLayout.gsoSize(word),
                    NetHeaderLayout.checksumStart(word),
                    checksumOffset);
            length = append(address + headerBytes, bytes - headerBytes, target, 0);
        }
        repost(slot);
        while (more-- > 0 && (slot = ring.pollUsed()) != SplitDriverQueue.NONE) {
            length = append(buffers.address(slot), ring.usedLength(), target, length);
            repost(slot);
        }
        refill(refillAt);
        return length;
    }

    private static int append(long address, int bytes, byte[] target, int length) {
        int part = Math.min(bytes, target.length - length);
        RawMemory.copyToArray(address, target, length, part);
        return length + part;
    }

    private void repost(int slot) {
        ring.offer(buffers.address(slot), buffers.length, true, slot);
        toPublish++;
    }

    private void refill(int atLeast) {
        if (toPublish >= atLeast) {
            toPublish = 0;
            queue.publish();
        }
    }

    long offload() {
        return offload;
    }
}
