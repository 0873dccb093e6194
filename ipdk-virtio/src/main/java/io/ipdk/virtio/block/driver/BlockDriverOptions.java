package io.ipdk.virtio.block.driver;

import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.block.protocol.BlockFeature;
import java.time.Duration;

/**
 * How a driver uses a device. Immutable.
 *
 * @param features the features to use if the device offers them; masks from {@link BlockFeature} and {@link VirtioFeature}
 * @param queues how many request queues to set up, 1 or more
 * @param queueSize descriptors in each ring, a power of two
 * @param depth requests that each queue can have on its way, 1 or more; three descriptors each without indirect tables
 * @param bufferBytes largest number of data bytes in a request, a multiple of 512
 * @param hugePages whether to take the memory from reserved huge pages, for benchmarks
 * @param timeout how long to wait for an answer
 */
public record BlockDriverOptions(
        long features, int queues, int queueSize, int depth, int bufferBytes, boolean hugePages, Duration timeout) {
    private static final int DEFAULT_QUEUE_SIZE = 128;
    private static final int DEFAULT_DEPTH = 32;
    private static final int DEFAULT_BUFFER_BYTES = 64 << 10;
    private static final int MAX_DEPTH = 1024;

    /** All features that this driver can use. */
    public static final long ALL_FEATURES = BlockFeature.SIZE_MAX
            | BlockFeature.SEG_MAX
            | BlockFeature.RO
            | BlockFeature.BLK_SIZE
            | BlockFeature.FLUSH
            | BlockFeature.TOPOLOGY
            | BlockFeature.CONFIG_WCE
            | BlockFeature.MQ
            | BlockFeature.DISCARD
            | BlockFeature.WRITE_ZEROES
            | VirtioFeature.INDIRECT_DESC
            | VirtioFeature.EVENT_IDX
            | VirtioFeature.VERSION_1;

    public BlockDriverOptions {
        require("queues", queues, 1, Short.MAX_VALUE);
        require("depth", depth, 1, MAX_DEPTH);
        require("bufferBytes", bufferBytes, 512, 1 << 20);
        if (bufferBytes % 512 != 0) {
            throw new IllegalArgumentException("bufferBytes " + bufferBytes + " must be a multiple of 512");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout " + timeout + " must be positive");
        }
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " " + value + ": the range is " + least + " to " + most);
        }
    }

    /** One queue of 128 descriptors, 32 requests of up to 64 KiB, all features, ten seconds. */
    public static BlockDriverOptions defaults() {
        return new BlockDriverOptions(
                ALL_FEATURES,
                1,
                DEFAULT_QUEUE_SIZE,
                DEFAULT_DEPTH,
                DEFAULT_BUFFER_BYTES,
                false,
                Duration.ofSeconds(10));
    }

    /** The same options with other features. */
    public BlockDriverOptions withFeatures(long value) {
        return new BlockDriverOptions(value, queues, queueSize, depth, bufferBytes, hugePages, timeout);
    }

    /** The same options with another number of queues. */
    public BlockDriverOptions withQueues(int value) {
        return new BlockDriverOptions(features, value, queueSize, depth, bufferBytes, hugePages, timeout);
    }

    /** The same options with rings of another size. */
    public BlockDriverOptions withQueueSize(int value) {
        return new BlockDriverOptions(features, queues, value, depth, bufferBytes, hugePages, timeout);
    }

    /** The same options with another number of requests on their way. */
    public BlockDriverOptions withDepth(int value) {
        return new BlockDriverOptions(features, queues, queueSize, value, bufferBytes, hugePages, timeout);
    }

    /** The same options with requests of another size. */
    public BlockDriverOptions withBufferBytes(int value) {
        return new BlockDriverOptions(features, queues, queueSize, depth, value, hugePages, timeout);
    }

    /** The same options with memory from huge pages, or not. */
    public BlockDriverOptions withHugePages(boolean value) {
        return new BlockDriverOptions(features, queues, queueSize, depth, bufferBytes, value, timeout);
    }

    /** The same options with another time to wait. */
    public BlockDriverOptions withTimeout(Duration value) {
        return new BlockDriverOptions(features, queues, queueSize, depth, bufferBytes, hugePages, value);
    }
}
