package io.ipdk.virtio.vhostuser;

import io.ipdk.virtio.queue.SplitDriverQueue;

/** Rings for scripted front ends. */
final class Rings {
    static final int SIZE = 16;

    private Rings() {}

    /** Lays out a ring in shared memory without telling anybody. */
    static FrontendQueue layOut(int index, SharedMemory memory, long features) {
        long ring = memory.allocate(SplitDriverQueue.bytesNeeded(SIZE, 0), 64);
        return new FrontendQueue(index, new SplitDriverQueue(ring, memory.guestOffset(), SIZE, features, 0));
    }

    /** Offers chains of 64 bytes to read and 64 to write. */
    static void offer(FrontendQueue queue, SharedMemory memory, int chains) {
        for (int i = 0; i < chains; i++) {
            long buffer = memory.allocate(128, 64);
            queue.driver().offer(new long[] {buffer, buffer + 64}, new int[] {64, 64}, 1, 1, i);
        }
        queue.publish();
    }

    /** Takes back what the device has used. */
    static int takeUsed(FrontendQueue queue) {
        int used = 0;
        while (queue.driver().pollUsed() != SplitDriverQueue.NONE) {
            used++;
        }
        return used;
    }
}
