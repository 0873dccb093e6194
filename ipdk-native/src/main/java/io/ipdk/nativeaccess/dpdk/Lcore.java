package io.ipdk.nativeaccess.dpdk;

import io.ipdk.error.CapacityException;
import io.ipdk.nativeaccess.dpdk.internal.EalContext;
import io.ipdk.nativeaccess.dpdk.internal.EalLibrary;
import io.ipdk.nativeaccess.dpdk.layout.MempoolLayout;
import io.ipdk.nativeaccess.memory.RawMemory;
import org.jspecify.annotations.Nullable;

/**
 * The right of the calling thread to poll: it has become one of DPDK's threads, with a number and caches of its own. Take it
 * on a platform thread that stays on one processor, and close it there.
 *
 * <p>Confined to one thread (the one that registered).
 */
public final class Lcore implements AutoCloseable {
    private final Eal eal;
    private final int number;
    private @Nullable Thread thread = Thread.currentThread();

    private Lcore(Eal eal, int number) {
        this.eal = eal;
        this.number = number;
    }

    /**
     * Registers the calling thread.
     *
     * @throws IllegalStateException if it is registered already
     * @throws CapacityException if DPDK has no number left: it has 128
     */
    public static Lcore register(Eal eal) {
        EalContext context = eal.context();
        long numberAddress = context.libraries().lcoreOfThisThread();
        int before = RawMemory.getInt(numberAddress);
        if (before != -1) {
            throw new IllegalStateException(
                    "the thread " + Thread.currentThread().getName() + " is lcore " + before + " already");
        }
        if (EalLibrary.rte_thread_register() < 0) {
            throw new CapacityException(
                    "the thread cannot become an lcore: error " + context.errno(),
                    "close lcores that are not used; there are " + MempoolLayout.CACHES);
        }
        return new Lcore(eal, RawMemory.getInt(numberAddress));
    }

    /** The EAL it belongs to. */
    public Eal eal() {
        return eal;
    }

    /** The number DPDK gave it. */
    public int number() {
        return number;
    }

    /**
     * Returns if the calling thread is this lcore.
     *
     * @throws IllegalStateException if it is another, or this was closed
     */
    public void requireHere() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    thread == null
                            ? "lcore " + number + " was closed"
                            : "lcore " + number + " is the thread " + thread.getName() + ", not "
                                    + Thread.currentThread().getName() + ": register each thread that polls");
        }
    }

    /** Gives the number back. Queues that this thread polls must be closed by then. */
    @Override
    public void close() {
        if (thread != null) {
            requireHere();
            EalLibrary.rte_thread_unregister();
            thread = null;
        }
    }
}
