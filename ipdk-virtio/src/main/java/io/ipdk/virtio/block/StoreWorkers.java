package io.ipdk.virtio.block;

import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.protocol.BlockStatus;
import io.ipdk.virtio.block.store.BlockStore;
import org.jspecify.annotations.Nullable;

/**
 * Threads that carry requests out on a store that may wait for a device, so that the thread that polls the rings never does.
 *
 * <p>Requests wait in one line for the next free thread. Flushes wait in a line of their own: one thread at a time takes all
 * that wait there and serves them with a single flush of the store, which begins after each of them arrived; writes that
 * must be durable join that line once they are written. So a slow flush holds up nothing but flushes, and many cost as much
 * as one.
 *
 * <p>Threads are started when there is more work than idle threads, and then stay until {@link #close}. Thread-safe; a
 * request handed in does not allocate.
 */
final class StoreWorkers implements AutoCloseable {
    private static final long CLOSE_NANOS = 5_000_000_000L;

    private final String name;
    private final BlockStore store;
    private final Thread[] threads;
    private final RequestFifo waiting = new RequestFifo();
    private final RequestFifo waitingForFlush = new RequestFifo();
    private int started;
    private int idle;
    private boolean flushing;
    private boolean closed;

    StoreWorkers(String name, BlockStore store, int maxThreads) {
        this.name = name;
        this.store = store;
        this.threads = new Thread[maxThreads];
    }

    /** Takes over all requests of the list; each comes back through {@link BlockQueue#finished}. */
    synchronized void submit(RequestFifo requests) {
        if (closed) {
            throw new IllegalStateException("disk " + name + " is closed");
        }
        for (BlockRequest request = requests.poll(); request != null; request = requests.poll()) {
            (request.type == BlockRequestType.FLUSH ? waitingForFlush : waiting).append(request);
            callThread();
        }
    }

    private void callThread() {
        int due = waiting.size() + (flushing || waitingForFlush.isEmpty() ? 0 : 1);
        if (due > idle && started < threads.length) {
            Thread thread = new Thread(this::work, name + "-io-" + started);
            thread.setDaemon(true);
            threads[started++] = thread;
            thread.start();
        } else {
            notify();
        }
    }

    private void work() {
        RequestFifo flushes = new RequestFifo();
        for (; ; ) {
            BlockRequest request = next(flushes);
            if (request != null) {
                execute(request);
            } else if (!flushes.isEmpty()) {
                flush(flushes);
            } else {
                return;
            }
        }
    }

    /** Waits for work: a request, or all that waits for a flush, or (neither) the end. */
    private synchronized @Nullable BlockRequest next(RequestFifo flushes) {
        for (; ; ) {
            if (!flushing && !waitingForFlush.isEmpty()) {
                flushing = true;
                flushes.appendAll(waitingForFlush);
                return null;
            }
            BlockRequest request = waiting.poll();
            if (request != null || closed) {
                return request;
            }
            idle++;
            try {
                wait();
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt these threads; close() ends them.
            } finally {
                idle--;
            }
        }
    }

    private void execute(BlockRequest request) {
        if (request.queue.isDiscarding()) {
            request.queue.finished(request);
            return;
        }
        request.executeUnsynced(store);
        if (request.durable && request.status == BlockStatus.OK) {
            synchronized (this) {
                waitingForFlush.append(request);
            }
        } else {
            request.queue.finished(request);
        }
    }

    private void flush(RequestFifo flushes) {
        Throwable failure = null;
        try {
            store.flush();
        } catch (Throwable e) {
            failure = e;
        }
        synchronized (this) {
            flushing = false;
            if (!waitingForFlush.isEmpty()) {
                notify();
            }
        }
        for (BlockRequest request = flushes.poll(); request != null; request = flushes.poll()) {
            request.end(failure);
            request.queue.finished(request);
        }
    }

    /** Ends the threads, waiting some seconds for them. All requests have come back before. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        long deadline = System.nanoTime() + CLOSE_NANOS;
        for (int i = 0; i < started; i++) {
            join(threads[i], deadline - System.nanoTime());
        }
    }

    private static void join(Thread thread, long nanos) {
        try {
            thread.join(Math.max(1, nanos / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
