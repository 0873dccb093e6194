package io.ipdk.nativeaccess.dpdk.port;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.dpdk.Lcore;
import io.ipdk.nativeaccess.dpdk.internal.BurstFunction;
import io.ipdk.nativeaccess.dpdk.internal.BurstFunctions;
import io.ipdk.nativeaccess.dpdk.internal.EalContext;
import io.ipdk.nativeaccess.dpdk.internal.EthdevLibrary;
import io.ipdk.nativeaccess.dpdk.layout.FastPathLayout;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufBurst;
import io.ipdk.nativeaccess.memory.RawMemory;
import org.jspecify.annotations.Nullable;

/**
 * A send queue of a running port, open on one lcore. Each send is one call of the driver's own function.
 *
 * <p>Confined to one thread (the lcore's).
 */
public final class TxQueue implements AutoCloseable {
    private final EthPort port;
    private final PolledQueues.Lease lease;
    private final int number;
    private final BurstFunction send;
    private final long queue;
    private final long callbacks;
    private final Thread thread = Thread.currentThread();
    private @Nullable Thread allowed = thread;

    TxQueue(EthPort port, PolledQueues.Lease lease, int number, Lcore lcore, EalContext context) {
        this.port = port;
        this.lease = lease;
        this.number = number;
        lcore.requireHere();
        FastPathLayout layout = context.libraries().abi().fastPath();
        long entry = context.libraries().fastPathArray() + (long) port.number() * FastPathLayout.BYTES;
        send = BurstFunctions.at(RawMemory.getLong(entry + layout.txBurst()));
        queue = RawMemory.getLong(RawMemory.getLong(entry + layout.txData()) + (long) number * Long.BYTES);
        callbacks = RawMemory.getLong(entry + layout.txCallbacks()) + (long) number * Long.BYTES;
    }

    /**
     * Sends the packets of a burst in order. Those that are taken leave it; the others stay, now at its start, and may be
     * offered again or freed.
     *
     * @return how many were taken
     */
    public int send(MbufBurst burst) {
        if (Thread.currentThread() != allowed) {
            throw refusal();
        }
        int size = burst.size();
        if (size == 0) {
            return 0;
        }
        burst.sending();
        long callback = RawMemory.getLong(callbacks);
        if (callback != 0) {
            size = EthdevLibrary.rte_eth_call_tx_callbacks(
                            (short) port.number(), (short) number, burst.array(), (short) size, callback)
                    & 0xffff;
            burst.kept(size);
        }
        int taken = send.call(queue, burst.array(), size) & 0xffff;
        burst.sent(taken);
        return taken;
    }

    private RuntimeException refusal() {
        return allowed == null
                ? new ClosedException(this + " is closed", "")
                : new IllegalStateException(this + " belongs to the thread " + thread.getName() + ", not to "
                        + Thread.currentThread().getName());
    }

    /**
     * Ends sending, on the thread that opened the queue, or on any once that is gone. Idempotent.
     *
     * @throws IllegalStateException if the thread that opened it lives and is another
     */
    @Override
    public void close() {
        if (Thread.currentThread() != thread && thread.isAlive()) {
            throw new IllegalStateException(this + " is open on the thread " + thread.getName() + "; close it there");
        }
        allowed = null;
        lease.end();
    }

    @Override
    public String toString() {
        return "send queue " + number + " of " + port;
    }
}
