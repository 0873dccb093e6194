package io.ipdk.benchmarks.block;

import com.sun.management.ThreadMXBean;
import io.ipdk.virtio.block.channel.BlockChannel;
import io.ipdk.virtio.block.channel.ChannelMemory;
import io.ipdk.virtio.block.channel.ChannelQueue;
import io.ipdk.virtio.block.channel.Completions;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/** An application that keeps a number of 4 KiB reads on their way through a channel. Confined to one thread. */
final class ChannelLoad {
    private static final int BLOCK_BYTES = DiskLoad.BLOCK_BYTES;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ChannelQueue queue;
    private final ChannelMemory memory;
    private final Completions completions;
    private final int depth;
    private final long blocks;
    private final SplittableRandom random = new SplittableRandom(1);
    private double bytesPerRead;
    private double wakeUpsPerRead;

    ChannelLoad(BlockChannel channel, int depth) {
        this.queue = channel.queue(0);
        this.depth = depth;
        memory = channel.register((long) depth * BLOCK_BYTES);
        completions = new Completions(depth);
        blocks = channel.size() / BLOCK_BYTES;
    }

    /** How many reads anywhere on the disk come back a second. */
    double readsPerSecond(long nanos) {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long woken = queue.wakeUps();
        long start = System.nanoTime();
        long now = start;
        long done = 0;
        for (int i = 0; i < depth; i++) {
            read(i);
        }
        queue.submit();
        while (now - start < nanos) {
            int came = queue.poll(completions);
            for (int i = 0; i < came; i++) {
                require(completions.isOk(i), "a request failed");
                read((int) completions.token(i));
            }
            if (came > 0) {
                queue.submit();
            } else {
                require(queue.brokenReason() == null, "the device broke the ring");
                Thread.onSpinWait();
            }
            done += came;
            now = System.nanoTime();
        }
        while (queue.inFlight() > 0) {
            done += queue.poll(completions);
        }
        bytesPerRead = (double) (threads.getCurrentThreadAllocatedBytes() - allocated) / done;
        wakeUpsPerRead = (double) (queue.wakeUps() - woken) / done;
        return done * 1e9 / (System.nanoTime() - start);
    }

    private void read(int place) {
        long offset = random.nextLong(blocks) * BLOCK_BYTES;
        require(
                queue.read(offset, memory.at((long) place * BLOCK_BYTES, BLOCK_BYTES), BLOCK_BYTES, place),
                "the ring is full");
    }

    /** What the last run allocated. */
    double bytesPerRead() {
        return bytesPerRead;
    }

    /** How often the last run had to wake the device, each time with one native call. */
    double wakeUpsPerRead() {
        return wakeUpsPerRead;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
