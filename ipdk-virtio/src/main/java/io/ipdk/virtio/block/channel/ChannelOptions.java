package io.ipdk.virtio.block.channel;

import io.ipdk.virtio.block.driver.BlockDriverOptions;
import java.time.Duration;

/**
 * How a channel uses a device.
 *
 * <p>Immutable.
 *
 * @param queues how many queues to set up, one for each thread that polls; 1 or more
 * @param depth requests that each queue can have on its way, 1 to 8192
 * @param hugePages whether rings and registered memory come from reserved huge pages; SPDK asks for that
 * @param timeout how long the back end may take for each answer while the channel is set up
 */
public record ChannelOptions(int queues, int depth, boolean hugePages, Duration timeout) {
    private static final int MAX_DEPTH = 8192;

    public ChannelOptions {
        if (queues < 1 || queues > Short.MAX_VALUE) {
            throw new IllegalArgumentException("queues " + queues + ": the range is 1 to " + Short.MAX_VALUE);
        }
        if (depth < 1 || depth > MAX_DEPTH) {
            throw new IllegalArgumentException("depth " + depth + ": the range is 1 to " + MAX_DEPTH);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout + " must be positive");
        }
    }

    /** One queue of 128 requests on ordinary pages, ten seconds. */
    public static ChannelOptions defaults() {
        return new ChannelOptions(1, 128, false, Duration.ofSeconds(10));
    }

    public ChannelOptions withQueues(int value) {
        return new ChannelOptions(value, depth, hugePages, timeout);
    }

    public ChannelOptions withDepth(int value) {
        return new ChannelOptions(queues, value, hugePages, timeout);
    }

    public ChannelOptions withHugePages(boolean value) {
        return new ChannelOptions(queues, depth, value, timeout);
    }

    public ChannelOptions withTimeout(Duration value) {
        return new ChannelOptions(queues, depth, hugePages, value);
    }

    /** Packed rings and the like are left alone. */
    static long features() {
        return BlockDriverOptions.ALL_FEATURES;
    }

    /** Three descriptors a request, where the device takes no indirect tables; a power of two. */
    int ringSize(boolean indirect) {
        int descriptors = indirect ? depth : 3 * depth;
        return Math.max(8, Integer.highestOneBit(2 * descriptors - 1));
    }
}
