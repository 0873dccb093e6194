package io.ipdk.p4runtime.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What waits for one subscriber, and how much it asked for. Thread-safe. */
final class BoundedQueue<T> implements Flow.Subscription {
    /** Items taken under one lock. */
    private static final int TURN = 64;

    /** Turns after which a busy subscriber gives the thread back. */
    private static final int TURNS = 8;

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
    private volatile boolean ended;

    /** Items taken out of the queue that wait behind the one being handled; written by whoever runs the queue. */
    private volatile int inHand;

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
        boolean work;
        synchronized (this) {
            begun = true;
            work = wake();
        }
        runIf(work);
    }

    /** False if there was no room. */
    boolean offer(T item, @Nullable Receipt receipt) {
        if (!wanted.test(item)) {
            return true;
        }
        boolean work;
        synchronized (this) {
            if (ended || completed) {
                return true;
            }
            if (items.size() + inHand >= capacity) {
                if (receipt != null) {
                    receipt.refused();
                }
                return false;
            }
            if (receipt != null) {
                receipt.accepted();
            }
            items.add(new Item<>(item, receipt));
            work = wake();
        }
        runIf(work);
        return true;
    }

    void complete() {
        boolean work;
        synchronized (this) {
            completed = true;
            work = wake();
        }
        runIf(work);
    }

    @Override
    public void request(long count) {
        boolean work;
        synchronized (this) {
            if (count <= 0) {
                failure =
                        new IllegalArgumentException("a subscriber asked for " + count + " items, allowed: 1 or more");
            } else {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
            work = wake();
        }
        runIf(work);
    }

    @Override
    public void cancel() {
        synchronized (this) {
            ended = true;
            items.clear();
        }
        onEnd.accept(this);
    }

    /** Called with the lock held; if true, the caller runs the queue after it has let go of the lock. */
    private boolean wake() {
        boolean work = failure != null || (demand > 0 && !items.isEmpty()) || (completed && items.isEmpty());
        if (!work || running || ended || !begun) {
            return false;
        }
        running = true;
        return true;
    }

    private void runIf(boolean work) {
        if (!work) {
            return;
        }
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                running = false;
                ended = true;
                items.clear();
            }
        }
    }

    private void run() {
        List<Item<T>> taken = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            if (!turn(taken)) {
                return;
            }
        }
        boolean more;
        synchronized (this) {
            running = false;
            more = wake();
        }
        runIf(more);
    }

    /** Delivers what there is; false if there was nothing, and then this run is over. */
    private boolean turn(List<Item<T>> taken) {
        Throwable broken;
        boolean over;
        taken.clear();
        synchronized (this) {
            broken = failure;
            if (broken == null) {
                take(taken);
            }
            over = !ended && (broken != null || (taken.isEmpty() && completed && items.isEmpty()));
            ended |= over;
            running = !taken.isEmpty();
            inHand = taken.size();
        }
        if (over) {
            end(broken);
        }
        for (int i = 0; i < taken.size() && !ended; i++) {
            inHand = taken.size() - 1 - i;
            deliver(taken.get(i));
        }
        return !taken.isEmpty();
    }

    /** Called with the lock held. */
    private void take(List<Item<T>> taken) {
        while (!ended && demand > 0 && taken.size() < TURN && !items.isEmpty()) {
            taken.add(items.remove());
            if (demand != Long.MAX_VALUE) {
                demand--;
            }
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
