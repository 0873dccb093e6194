package io.ipdk.p4runtime.flow;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A callback as a subscriber that takes all it can get. Confined to one thread at a time (the queue's). */
final class HandlerSubscriber<T> implements Flow.Subscriber<T> {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerSubscriber.class);

    private final Consumer<? super T> handler;

    HandlerSubscriber(Consumer<? super T> handler) {
        this.handler = Objects.requireNonNull(handler, "handler");
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T item) {
        handler.accept(item);
    }

    @Override
    public void onError(@Nullable Throwable failure) {
        LOG.warn(
                "A handler of {} failed and goes on with the next",
                handler.getClass().getName(),
                failure);
    }

    @Override
    public void onComplete() {
        // A callback has nothing to be told at the end.
    }
}
