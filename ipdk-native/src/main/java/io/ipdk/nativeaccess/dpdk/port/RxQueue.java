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
 * A receive queue of a running port, open on one lcore. Each poll is one call of the driver's own function.
 *
 * <p>Confined to one thread (the lcore's).
 */
public final class RxQueue implements AutoCloseable {
    private final EthPort port;
    private final PolledQueues.Lease lease;
    private final int number;
    private final BurstFunction receive;
    private final long queue;
    private final long callbacks;
    private final Thread thread = Thread.currentThread();
    private @Nullable Thread allowed = thread;

    RxQueue(EthPort port, PolledQueues.Lease lease, int number, Lcore lcore, EalContext context) {
        this.port = port;
        this.lease = lease;
        this.number = number;
        lcore.requireHere();
        FastPathLayout layout = context.libraries().abi().fastPath();
        long entry = context.libraries().fastPathArray() + (long) port.number() * FastPathLayout.BYTES;
        receive = BurstFunctions.at(RawMemory.getLong(entry + layout.rxBurst()));
        queue = RawMemory.getLong(RawMemory.getLong(entry + layout.rxData()) + (long) number * Long.BYTES);
        callbacks = RawMemory.getLong(entry + layout.rxCallbacks()) + (long) number * Long.BYTES;
    }

    /**
     * Fills an empty burst with the packets that are there, as many as fit.
     *
     * @return how many
     * @throws IllegalStateException if the burst still holds packets, or another thread calls
     */
    public int poll(MbufBurst burst) {
        if (Thread.currentThread() != allowed || !burst.isEmpty()) {
            throw refusal(burst);
        }
        int count = receive.call(queue, burst.array(), burst.capacity()) & 0xffff;
        long callback = RawMemory.getLong(callbacks);
        if (callback != 0) {
            count = EthdevLibrary.rte_eth_call_rx_callbacks(
                            (short) port.number(),
                            (short) number,
                            burst.array(),
                            (short) count,
                            (short) burst.capacity(),
                            callback)
                    & 0xffff;
        }
        burst.received(count);
        return count;
    }

    private RuntimeException refusal(MbufBurst burst) {
        if (allowed == null) {
            return new ClosedException(this + " is closed", "");
        }
        if (Thread.currentThread() != allowed) {
            return new IllegalStateException(this + " belongs to the thread " + thread.getName() + ", not to "
                    + Thread.currentThread().getName());
        }
        return new IllegalStateException(
                burst + " still holds packets; send, free or forget them before the next poll");
    }

    /**
     * Ends polling, on the thread that opened the queue, or on any once that is gone. Idempotent.
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
        return "receive queue " + number + " of " + port;
    }
}
