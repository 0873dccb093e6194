package io.ipdk.nativeaccess.dpdk.port;

import java.util.Set;

/**
 * What a device can do.
 *
 * <p>Immutable.
 *
 * @param driver the name of the driver, such as {@code net_null}
 * @param minMtu the least MTU in bytes
 * @param maxMtu the largest MTU in bytes
 * @param maxRxQueues the most receive queues
 * @param maxTxQueues the most send queues
 * @param rxDescriptors what a receive queue may have
 * @param txDescriptors what a send queue may have
 * @param rxOffloads bits of {@code RTE_ETH_RX_OFFLOAD_…}
 * @param txOffloads bits of {@code RTE_ETH_TX_OFFLOAD_…}
 * @param rssTypes what it can hash
 * @param redirectionTableSize entries of its RSS redirection table; 0 if it has none
 * @param hashKeyBytes the length of its RSS key
 */
public record EthPortInfo(
        String driver,
        int minMtu,
        int maxMtu,
        int maxRxQueues,
        int maxTxQueues,
        DescriptorLimits rxDescriptors,
        DescriptorLimits txDescriptors,
        long rxOffloads,
        long txOffloads,
        Set<RssType> rssTypes,
        int redirectionTableSize,
        int hashKeyBytes) {

    /**
     * Bounds of a queue's length.
     *
     * <p>Immutable.
     */
    public record DescriptorLimits(int least, int most, int multipleOf) {}
}
