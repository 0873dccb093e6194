package io.ipdk.virtio.net.driver;

import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.net.NetFrame;
import io.ipdk.virtio.net.VirtioNetDevice;
import io.ipdk.virtio.net.protocol.NetFeature;

/**
 * How a {@link VirtioNetDriver} sets itself up. Immutable.
 *
 * @param queuePairs pairs to use, at most what the device has
 * @param ringSize descriptors in each ring, a power of two from 4 to 32768
 * @param features features to use where the device offers them, masks from {@link NetFeature} and {@link VirtioFeature}
 * @param maxFrameBytes longest frame to send or receive, at most {@link NetFrame#MAX_BYTES}; each buffer is that long, but
 *     with MRG_RXBUF receive buffers need not be longer than {@code receiveBufferBytes}
 * @param receiveBufferBytes length of a receive buffer with MRG_RXBUF, virtio header included
 * @param hugePages whether rings and buffers come from reserved huge pages
 */
public record NetDriverOptions(
        int queuePairs, int ringSize, long features, int maxFrameBytes, int receiveBufferBytes, boolean hugePages) {
    private static final long ALL_FEATURES = NetFeature.offered(2) & ~NetFeature.GUEST_ANNOUNCE;
    private static final NetDriverOptions DEFAULTS =
            new NetDriverOptions(1, 256, ALL_FEATURES, NetFrame.MAX_BYTES, 2048, false);

    public NetDriverOptions {
        if (queuePairs < 1 || queuePairs > VirtioNetDevice.MAX_QUEUE_PAIRS) {
            throw new IllegalArgumentException(
                    queuePairs + " queue pairs: the range is 1 to " + VirtioNetDevice.MAX_QUEUE_PAIRS);
        }
        if (ringSize < 4 || ringSize > 32768 || Integer.bitCount(ringSize) != 1) {
            throw new IllegalArgumentException("a ring of " + ringSize + ": give a power of two from 4 to 32768");
        }
        if (maxFrameBytes < 64 || maxFrameBytes > NetFrame.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "frames of " + maxFrameBytes + " bytes: the range is 64 to " + NetFrame.MAX_BYTES);
        }
        if (receiveBufferBytes < 128 || receiveBufferBytes > 1 << 17) {
            throw new IllegalArgumentException(
                    "receive buffers of " + receiveBufferBytes + " bytes: the range is 128 to 131072");
        }
    }

    /** One pair, rings of 256, all features, frames of any length. */
    public static NetDriverOptions defaults() {
        return DEFAULTS;
    }

    public NetDriverOptions withQueuePairs(int value) {
        return new NetDriverOptions(value, ringSize, features, maxFrameBytes, receiveBufferBytes, hugePages);
    }

    public NetDriverOptions withRingSize(int value) {
        return new NetDriverOptions(queuePairs, value, features, maxFrameBytes, receiveBufferBytes, hugePages);
    }

    /** The same without these features. */
    public NetDriverOptions withoutFeatures(long masks) {
        return new NetDriverOptions(
                queuePairs, ringSize, features & ~masks, maxFrameBytes, receiveBufferBytes, hugePages);
    }

    public NetDriverOptions withMaxFrameBytes(int value) {
        return new NetDriverOptions(queuePairs, ringSize, features, value, receiveBufferBytes, hugePages);
    }

    public NetDriverOptions withHugePages(boolean value) {
        return new NetDriverOptions(queuePairs, ringSize, features, maxFrameBytes, receiveBufferBytes, value);
    }
}
