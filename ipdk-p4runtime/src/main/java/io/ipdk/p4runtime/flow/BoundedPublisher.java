package io.ipdk.p4runtime.flow;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hands items to any number of subscribers, each at its own pace, through a bounded queue each. What a subscriber has no
 * room for is dropped for that subscriber and counted; the publisher never waits. Thread-safe.
 */
public final class BoundedPublisher<T> implements Flow.Publisher<T> {
    private final Executor executor;
    private final int capacity;
    private final Runnable onDrop;
    private final List<BoundedQueue<T>> queues = new CopyOnWriteArrayList<>();
    private final LongAdder dropped = new LongAdder();
    private volatile boolean closed;

    /**
     * @param executor where subscribers are called; one subscriber never runs twice at a time
     * @param capacity items that wait per subscriber
     * @param onDrop called for every item that a subscriber had no room for
     */
    public BoundedPublisher(Executor executor, int capacity, Runnable onDrop) {
        this.executor = Objects.requireNonNull(executor, "executor");
        this.capacity = capacity;
        this.onDrop = Objects.requireNonNull(onDrop, "onDrop");
    }

    /** Gives the item to everyone. Without a subscriber it is gone, and that is no drop. */
    public void publish(T item) {
        publish(item, null);
    }

    /** As {@link #publish(Object)}; the receipt is signed once every subscriber has returned from handling the item. */
    public void publish(T item, @Nullable Receipt receipt) {
        for (BoundedQueue<T> queue : queues) {
            if (!queue.offer(item, receipt)) {
                dropped.increment();
                onDrop.run();
            }
        }
        if (receipt != null) {
            receipt.settle();
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        add(new BoundedQueue<>(executor, capacity, subscriber, item -> true, queues::remove));
    }

    /** Calls the handler for each item. What it throws is logged, and the next item is delivered all the same. */
    public Subscription subscribe(Consumer<? super T> handler) {
        return subscribe(item -> true, handler);
    }

    /** As the other, for some of the items; the rest is none of the handler's business, receipts included. */
    public Subscription subscribe(Predicate<? super T> wanted, Consumer<? super T> handler) {
        BoundedQueue<T> queue =
                new BoundedQueue<>(executor, capacity, new HandlerSubscriber<>(handler), wanted, queues::remove);
        add(queue);
        return queue::cancel;
    }

    private void add(BoundedQueue<T> queue) {
        queues.add(queue);
        queue.begin();
        if (closed) {
            queue.complete();
        }
    }

    public boolean hasSubscribers() {
        return !queues.isEmpty();
    }

    /** Items dropped since the beginning, over all subscribers. */
    public long dropped() {
        return dropped.sum();
    }

    /** Subscribers get what waits for them, then the end. */
    public void close() {
        closed = true;
        for (BoundedQueue<T> queue : queues) {
            queue.complete();
        }
    }
}
