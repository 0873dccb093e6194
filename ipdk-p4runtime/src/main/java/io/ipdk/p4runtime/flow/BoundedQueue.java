package io.ipdk.p4runtime.flow;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What waits for one subscriber, and how much it asked for. Thread-safe. */
final class BoundedQueue<T> implements Flow.Subscription {
    /** Items taken per turn, so that one busy subscriber gives the thread back. */
    private static final int TURN = 256;

    private final Executor executor;
    private final int capacity;
    private final Flow.Subscriber<? super T> subscriber;
    private final boolean forgiving;
    private final Predicate<? super T> wanted;
    private final Consumer<BoundedQueue<T>> onEnd;

    private final ArrayDeque<Item<T>> items = new ArrayDeque<>();
    private long demand;
    private boolean running;
    private boolean begun;
    private boolean completed;
    private boolean ended;
    private @Nullable Throwable failure;

    BoundedQueue(
            Executor executor,
            int capacity,
            Flow.Subscriber<? super T> subscriber,
            Predicate<? super T> wanted,
            Consumer<BoundedQueue<T>> onEnd) {
        this.executor = executor;
        this.capacity = capacity;
        this.subscriber = subscriber;
        this.forgiving = subscriber instanceof HandlerSubscriber;
        this.wanted = wanted;
        this.onEnd = onEnd;
    }

    void begin() {
        subscriber.onSubscribe(this);
        synchronized (this) {
            begun = true;
            wake();
        }
    }

    /** False if there was no room. */
    boolean offer(T item, @Nullable Receipt receipt) {
        if (!wanted.test(item)) {
            return true;
        }
        synchronized (this) {
            if (ended || completed) {
                return true;
            }
            if (items.size() >= capacity) {
                if (receipt != null) {
                    receipt.refused();
                }
                return false;
            }
            if (receipt != null) {
                receipt.accepted();
            }
            items.add(new Item<>(item, receipt));
            wake();
            return true;
        }
    }

    synchronized void complete() {
        completed = true;
        wake();
    }

    @Override
    public synchronized void request(long count) {
        if (count <= 0) {
            failure = new IllegalArgumentException("a subscriber asked for " + count + " items, allowed: 1 or more");
        } else {
            demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
        }
        wake();
    }

    @Override
    public void cancel() {
        synchronized (this) {
            ended = true;
            items.clear();
        }
        onEnd.accept(this);
    }

    /** Called with the lock held. */
    private void wake() {
        boolean work = failure != null || (demand > 0 && !items.isEmpty()) || (completed && items.isEmpty());
        if (!work || running || ended || !begun) {
            return;
        }
        running = true;
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            running = false;
            ended = true;
            items.clear();
        }
    }

    private void run() {
        for (int turn = 0; turn < TURN; turn++) {
            Item<T> item;
            Throwable broken;
            synchronized (this) {
                if (ended) {
                    running = false;
                    return;
                }
                broken = failure;
                item = broken == null && demand > 0 ? items.poll() : null;
                if (item == null && broken == null) {
                    if (!(completed && items.isEmpty())) {
                        running = false;
                        return;
                    }
                } else if (demand != Long.MAX_VALUE) {
                    demand--;
                }
                if (item == null) {
                    ended = true;
                    running = false;
                }
            }
            if (item == null) {
                end(broken);
                return;
            }
            deliver(item);
        }
        synchronized (this) {
            running = false;
            wake();
        }
    }

    private void deliver(Item<T> item) {
        boolean well = false;
        try {
            subscriber.onNext(item.value());
            well = true;
        } catch (RuntimeException | Error e) {
            subscriber.onError(e);
            if (!forgiving) {
                cancel();
            }
        } finally {
            Receipt receipt = item.receipt();
            if (receipt != null) {
                receipt.done(well);
            }
        }
    }

    private void end(@Nullable Throwable broken) {
        onEnd.accept(this);
        if (broken != null) {
            subscriber.onError(broken);
        } else {
            subscriber.onComplete();
        }
    }

    private record Item<T>(T value, @Nullable Receipt receipt) {}
}
