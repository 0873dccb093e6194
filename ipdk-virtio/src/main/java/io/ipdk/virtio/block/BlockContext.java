package io.ipdk.virtio.block;

import io.ipdk.virtio.FrontendHandle;
import io.ipdk.virtio.agent.KickWatch;
import io.ipdk.virtio.block.store.BlockStore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the queues of one disk share. Thread-safe. */
final class BlockContext implements AutoCloseable {
    final BlockDeviceSpec spec;
    final BlockStore store;
    final FailureReporter failures;
    final LatencyRecorder latency;
    final LongSupplier nanoClock;

    /** Where requests are carried out, or null if that happens on the polling thread. */
    final @Nullable StoreWorkers workers;

    /** Whether a write must be durable before its answer. */
    volatile boolean writeThrough;

    /** Whether the polling thread sleeps, or is about to. */
    volatile boolean sleeping;

    /** Whom the disk serves at present, if anybody. */
    volatile @Nullable FrontendHandle frontend;

    private volatile @Nullable KickWatch watch;

    BlockContext(
            BlockDeviceSpec spec,
            BlockStore store,
            BlockDeviceListener listener,
            LatencyRecorder latency,
            LongSupplier nanoClock) {
        this.spec = spec;
        this.store = store;
        this.failures = new FailureReporter(spec.name(), listener, nanoClock);
        this.latency = latency;
        this.nanoClock = nanoClock;
        this.workers = store.mayBlock() ? new StoreWorkers("ipdk-" + spec.name(), store, spec.ioThreads()) : null;
    }

    void watchWith(@Nullable KickWatch next) {
        watch = next;
    }

    /** Makes the polling thread look around. */
    void wake() {
        KickWatch sleeper = watch;
        if (sleeper != null) {
            sleeper.wake();
        }
    }

    /** A request has been carried out: failures are reported, and guest memory that failed costs the front end. */
    void executed(BlockRequest request) {
        failures.executed(request);
        Throwable failure = request.failure;
        if (failure instanceof InternalError) {
            memoryFault(failure);
        }
    }

    /** Tells the front end that its memory is not there, which ends the connection if it is true. */
    boolean memoryFault(Throwable failure) {
        FrontendHandle current = frontend;
        return current != null && current.memoryFault(failure);
    }

    @Override
    public void close() {
        if (workers != null) {
            workers.close();
        }
    }
}
