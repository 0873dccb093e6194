package io.ipdk.nativeaccess.dpdk.port;

import io.ipdk.nativeaccess.dpdk.mbuf.MbufPool;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a port is set up.
 *
 * <p>Immutable.
 *
 * @param pool where received packets are put
 * @param rxQueues receive queues, 1 or more
 * @param txQueues send queues, 1 or more
 * @param rxDescriptors descriptors of each receive queue
 * @param txDescriptors descriptors of each send queue
 * @param mtu the largest payload of a frame in bytes; 0 leaves it to the driver
 * @param rxOffloads bits of {@code RTE_ETH_RX_OFFLOAD_…}
 * @param txOffloads bits of {@code RTE_ETH_TX_OFFLOAD_…}
 * @param rssSettings how packets are spread over the receive queues, or null for the first queue alone
 */
public record EthPortSpec(
        MbufPool pool,
        int rxQueues,
        int txQueues,
        int rxDescriptors,
        int txDescriptors,
        int mtu,
        long rxOffloads,
        long txOffloads,
        @Nullable RssSettings rssSettings) {
    private static final int MOST = 0xffff;

    public EthPortSpec {
        Objects.requireNonNull(pool, "pool");
        requireInRange("receive queues", rxQueues, 1, MOST);
        requireInRange("send queues", txQueues, 1, MOST);
        requireInRange("receive descriptors", rxDescriptors, 1, MOST);
        requireInRange("send descriptors", txDescriptors, 1, MOST);
        requireInRange("bytes of MTU", mtu, 0, MOST);
    }

    private static void requireInRange(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(value + " " + what + ": the range is " + least + " to " + most);
        }
    }

    /** One queue each way with 512 descriptors. */
    public static EthPortSpec of(MbufPool pool) {
        return new EthPortSpec(pool, 1, 1, 512, 512, 0, 0, 0, null);
    }

    public EthPortSpec queues(int receive, int send) {
        return new EthPortSpec(
                pool, receive, send, rxDescriptors, txDescriptors, mtu, rxOffloads, txOffloads, rssSettings);
    }

    public EthPortSpec descriptors(int receive, int send) {
        return new EthPortSpec(pool, rxQueues, txQueues, receive, send, mtu, rxOffloads, txOffloads, rssSettings);
    }

    public EthPortSpec withMtu(int bytes) {
        return new EthPortSpec(
                pool, rxQueues, txQueues, rxDescriptors, txDescriptors, bytes, rxOffloads, txOffloads, rssSettings);
    }

    public EthPortSpec offloads(long receive, long send) {
        return new EthPortSpec(pool, rxQueues, txQueues, rxDescriptors, txDescriptors, mtu, receive, send, rssSettings);
    }

    public EthPortSpec withRss(RssSettings settings) {
        return new EthPortSpec(
                pool, rxQueues, txQueues, rxDescriptors, txDescriptors, mtu, rxOffloads, txOffloads, settings);
    }

    /** How packets are spread over the receive queues; empty for the first queue alone. */
    public Optional<RssSettings> rss() {
        return Optional.ofNullable(rssSettings);
    }
}
