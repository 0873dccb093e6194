package io.ipdk.nativeaccess.dpdk.internal;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.dpdk.DpdkException;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that the EAL was started on, and what all packages need of a running EAL. Control calls are run there, one
 * after the other. Thread-safe.
 */
public final class EalContext {
    private final NativeLibraries libraries;
    private final @Nullable MbufLedger ledger;
    private final Set<String> vdevs = ConcurrentHashMap.newKeySet();
    private final ExecutorService executor;
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

    public EalContext(NativeLibraries libraries, boolean trackMbufs) {
        this.libraries = libraries;
        this.ledger = trackMbufs ? new MbufLedger() : null;
        this.executor = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(task, "dpdk-eal");
            created.setDaemon(true);
            thread.set(created);
            return created;
        });
    }

    public NativeLibraries libraries() {
        return libraries;
    }

    /** Who holds which mbuf, or null where that is not tracked. */
    public @Nullable MbufLedger ledger() {
        return ledger;
    }

    /** The names of the devices without hardware that are there. */
    public Set<String> vdevs() {
        return vdevs;
    }

    /**
     * Runs something on the EAL's thread and waits for it, also if the waiting thread is interrupted: a half-done control
     * call has no way back.
     *
     * @throws ClosedException if the EAL was cleaned up
     */
    public <T extends @Nullable Object> T run(Supplier<T> body) {
        if (Thread.currentThread() == thread.get()) {
            return body.get();
        }
        Future<T> future;
        try {
            future = executor.submit(body::get);
        } catch (RejectedExecutionException e) {
            throw new ClosedException("the EAL was cleaned up", "it can be started once per process", e);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException exception) {
            return exception;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(cause);
    }

    /** Runs a function that answers 0 or more, or a negative error number, on the EAL's thread. */
    public int call(String function, String subject, String advice, IntSupplier call) {
        return run(() -> {
            int result = call.getAsInt();
            if (result < 0) {
                // Some functions answer -1 and leave the number in rte_errno, which is also what EPERM looks like.
                int errno = result == -1 && errno() != 0 ? errno() : -result;
                throw failure(function, subject, errno, advice);
            }
            return result;
        });
    }

    /** Runs a function that answers an address, or 0 and an error number in rte_errno, on the EAL's thread. */
    public long create(String function, String subject, String advice, LongSupplier call) {
        return run(() -> {
            long result = call.getAsLong();
            if (result == 0) {
                throw failure(function, subject, errno(), advice);
            }
            return result;
        });
    }

    /** The exception for an error number. */
    public DpdkException failure(String function, String subject, int errno, String advice) {
        return new DpdkException(function, subject, errno, CText.at(EalLibrary.rte_strerror(errno)), advice);
    }

    /** {@code rte_errno} of the calling thread. */
    public int errno() {
        return RawMemory.getInt(libraries.errnoOfThisThread());
    }

    /** Ends the thread after what it is at; later calls are refused. */
    public void end() {
        executor.shutdown();
    }

    /** Runs a last thing on the thread, then ends it, waiting for both. */
    public void end(Runnable last) {
        try {
            run(() -> {
                last.run();
                return null;
            });
        } finally {
            end();
        }
    }
}
