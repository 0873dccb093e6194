package io.ipdk.examples.dpdk;

import io.ipdk.nativeaccess.dpdk.Lcore;
import io.ipdk.nativeaccess.dpdk.mbuf.EthernetFrame;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufBurst;
import io.ipdk.nativeaccess.dpdk.port.EthPort;
import io.ipdk.nativeaccess.dpdk.port.RxQueue;
import io.ipdk.nativeaccess.dpdk.port.TxQueue;

/**
 * Passes the frames of two ports to each other, as testpmd does: {@link #poll()} receives a burst on each and sends it on
 * the other; what the other does not take is dropped.
 *
 * <p>Confined to one thread (the lcore's).
 */
public final class PacketForwarder implements AutoCloseable {
    private final ForwardMode mode;
    private final RxQueue leftReceive;
    private final RxQueue rightReceive;
    private final TxQueue leftSend;
    private final TxQueue rightSend;
    private final MbufBurst burst;
    private long dropped;

    /** Opens the first queue of each port, both running, on the calling lcore. */
    public PacketForwarder(Lcore lcore, EthPort left, EthPort right, ForwardMode mode, int burstSize) {
        this.mode = mode;
        leftReceive = left.rxQueue(0, lcore);
        rightReceive = right.rxQueue(0, lcore);
        leftSend = left.txQueue(0, lcore);
        rightSend = right.txQueue(0, lcore);
        burst = new MbufBurst(lcore, burstSize);
    }

    /** One burst each way. Returns the frames received. */
    public int poll() {
        return pass(leftReceive, rightSend) + pass(rightReceive, leftSend);
    }

    private int pass(RxQueue from, TxQueue to) {
        int received = from.poll(burst);
        if (received == 0) {
            return 0;
        }
        if (mode == ForwardMode.MAC_SWAP) {
            for (int i = 0; i < received; i++) {
                EthernetFrame.swapAddresses(burst.data(i));
            }
        }
        to.send(burst);
        if (!burst.isEmpty()) {
            dropped += burst.size();
            burst.free();
        }
        return received;
    }

    /** Frames that a port did not take. */
    public long dropped() {
        return dropped;
    }

    @Override
    public void close() {
        leftReceive.close();
        rightReceive.close();
        leftSend.close();
        rightSend.close();
    }
}
