package io.ipdk.benchmarks.block;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.block.driver.BlockDriverQueue;
import io.ipdk.virtio.block.driver.VirtioBlockDriver;
import io.ipdk.virtio.block.protocol.BlockStatus;
import java.util.SplittableRandom;

/** A driver that keeps a number of 4 KiB requests on their way. Confined to one thread. */
final class DiskLoad {
    static final int BLOCK_BYTES = 4096;

    private final BlockDriverQueue queue;
    private final long blocks;
    private final SplittableRandom random = new SplittableRandom(1);

    DiskLoad(VirtioBlockDriver driver) {
        queue = driver.queue(0);
        blocks = driver.size() / BLOCK_BYTES;
    }

    /** Writes every block once, so that each has bytes of its own. */
    void fill() {
        long submitted = 0;
        for (long done = 0; done < blocks; done += collect()) {
            while (submitted < blocks && queue.freeSlots() > 0) {
                int slot = queue.acquire();
                RawMemory.fill(queue.buffer(slot), BLOCK_BYTES, (byte) submitted);
                require(queue.write(slot, submitted * BLOCK_BYTES, BLOCK_BYTES), "the ring is full");
                submitted++;
            }
            queue.publish();
        }
    }

    /** How many reads anywhere on the disk come back a second, with so many on their way, for a while. */
    double readsPerSecond(int depth, long nanos) {
        long start = System.nanoTime();
        long now = start;
        long done = 0;
        int onTheirWay = 0;
        while (now - start < nanos) {
            for (; onTheirWay < depth; onTheirWay++) {
                int slot = queue.acquire();
                require(queue.read(slot, random.nextLong(blocks) * BLOCK_BYTES, BLOCK_BYTES), "the ring is full");
            }
            queue.publish();
            int came = collect();
            if (came == 0) {
                Thread.onSpinWait();
            }
            done += came;
            onTheirWay -= came;
            now = System.nanoTime();
        }
        while (onTheirWay > 0) {
            onTheirWay -= collect();
        }
        return done * 1e9 / (now - start);
    }

    private int collect() {
        int came = 0;
        for (int slot = queue.poll(); slot != BlockDriverQueue.NONE; slot = queue.poll()) {
            require(queue.status(slot) == BlockStatus.OK, "a request failed");
            queue.release(slot);
            came++;
        }
        require(queue.brokenReason() == null, "the device broke the ring");
        return came;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
