package io.ipdk.softipu.qemu;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to listeners on a thread of its own, so that a listener may run commands and wait for their answers.
 *
 * <p>Thread-safe.
 */
final class QmpEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QmpEvents.class);
    private static final int MAX_WAITING = 1024;

    /** Room that only the connection's own events may use, so that a flood of others does not hide a lost host. */
    private static final int RESERVED = 256;

    private final BlockingQueue<QmpEvent> waiting = new ArrayBlockingQueue<>(MAX_WAITING + RESERVED);
    private final List<Consumer<? super QmpEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<? super QmpEvent>> directListeners = new CopyOnWriteArrayList<>();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    QmpEvents(String threadName) {
        thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    void add(Consumer<? super QmpEvent> listener) {
        listeners.add(listener);
    }

    /** Adds a listener that is called on the I/O thread, ahead of all others; it must not wait for anything. */
    void addDirect(Consumer<? super QmpEvent> listener) {
        directListeners.add(listener);
    }

    long dropped() {
        return dropped.get();
    }

    void post(QmpEvent event) {
        directListeners.forEach(listener -> call(listener, event));
        boolean room = !(event instanceof QmpEvent.Named) || waiting.remainingCapacity() > RESERVED;
        if (!room || !waiting.offer(event)) {
            dropped.incrementAndGet();
        }
    }

    private void run() {
        while (!closed) {
            try {
                QmpEvent event = waiting.take();
                listeners.forEach(listener -> call(listener, event));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void call(Consumer<? super QmpEvent> listener, QmpEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.warn("a listener failed on {}", event, e);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (Thread.currentThread() != thread) {
            thread.interrupt();
        }
    }
}
