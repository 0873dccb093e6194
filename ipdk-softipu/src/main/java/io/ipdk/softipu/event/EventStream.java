package io.ipdk.softipu.event;

import io.ipdk.event.IpuEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;

/**
 * Numbers events and hands them to subscribers. A subscriber whose buffer is full misses the event and sees the gap in the
 * sequence; nobody waits for it.
 *
 * <p>Thread-safe.
 */
public final class EventStream implements Flow.Publisher<IpuEvent>, AutoCloseable {

    private static final int BUFFERED_EVENTS = 1024;

    private final SubmissionPublisher<IpuEvent> publisher;
    private final Clock clock;
    private long sequence;

    public EventStream(Executor executor, Clock clock) {
        this.publisher = new SubmissionPublisher<>(executor, BUFFERED_EVENTS);
        this.clock = clock;
    }

    /** Makes one event of its number and the time. */
    @FunctionalInterface
    public interface Maker {
        IpuEvent make(long sequence, Instant at);
    }

    /** Publishes the next event; never blocks. */
    public synchronized void publish(Maker maker) {
        // Numbering and offering under one lock, so that all subscribers see the numbers in order.
        if (!publisher.isClosed()) {
            publisher.offer(maker.make(++sequence, clock.instant()), null);
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super IpuEvent> subscriber) {
        publisher.subscribe(subscriber);
    }

    @Override
    public synchronized void close() {
        publisher.close();
    }
}
