package io.ipdk.nativeaccess.dpdk.port;

/**
 * What a port has carried since it was started or its counters were reset.
 *
 * <p>Immutable.
 *
 * @param receivedPackets packets received
 * @param sentPackets packets sent
 * @param receivedBytes bytes received
 * @param sentBytes bytes sent
 * @param missed packets the device dropped because nobody polled fast enough
 * @param receiveErrors packets received with errors
 * @param sendErrors packets that could not be sent
 * @param noMbuf packets dropped because the pool was exhausted
 */
public record EthStats(
        long receivedPackets,
        long sentPackets,
        long receivedBytes,
        long sentBytes,
        long missed,
        long receiveErrors,
        long sendErrors,
        long noMbuf) {}
