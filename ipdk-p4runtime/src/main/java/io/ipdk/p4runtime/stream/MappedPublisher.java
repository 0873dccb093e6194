package io.ipdk.p4runtime.stream;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Function;

/** Another view of each item, made on the subscriber's thread. Thread-safe. */
final class MappedPublisher<A, B> implements Flow.Publisher<B> {
    private final Flow.Publisher<A> source;
    private final Function<? super A, ? extends B> view;

    MappedPublisher(Flow.Publisher<A> source, Function<? super A, ? extends B> view) {
        this.source = source;
        this.view = view;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super B> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        source.subscribe(new Flow.Subscriber<A>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(A item) {
                subscriber.onNext(view.apply(item));
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }
}
