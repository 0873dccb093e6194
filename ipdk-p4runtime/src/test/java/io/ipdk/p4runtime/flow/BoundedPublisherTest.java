package io.ipdk.p4runtime.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BoundedPublisherTest {
    /** Runs nothing until it is told to. */
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    private final AtomicInteger drops = new AtomicInteger();
    private final BoundedPublisher<String> publisher = new BoundedPublisher<>(tasks::add, 2, drops::incrementAndGet);

    private void runAll() {
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
    }

    @Test
    void whatHasNoRoomIsDroppedAndCounted() {
        List<String> seen = new ArrayList<>();
        publisher.subscribe(seen::add);
        publisher.publish("a");
        publisher.publish("b");
        publisher.publish("c");
        runAll();
        publisher.publish("d");
        runAll();

        assertThat(seen).containsExactly("a", "b", "d");
        assertThat(publisher.dropped()).isEqualTo(1);
        assertThat(drops).hasValue(1);
    }

    @Test
    void whatWaitsBehindTheItemBeingHandledTakesRoomToo() {
        List<String> seen = new ArrayList<>();
        publisher.subscribe(item -> {
            seen.add(item);
            if (item.equals("a")) {
                publisher.publish("c");
                publisher.publish("d");
            }
        });
        publisher.publish("a");
        publisher.publish("b");
        runAll();

        assertThat(seen).containsExactly("a", "b", "c");
        assertThat(publisher.dropped()).isEqualTo(1);
    }

    @Test
    void withoutSubscribersNothingIsDropped() {
        publisher.publish("a");

        assertThat(publisher.dropped()).isZero();
    }

    @Test
    void aReceiptIsSignedOnceByAll() {
        AtomicInteger signed = new AtomicInteger();
        publisher.subscribe(item -> {});
        publisher.subscribe(item -> {});
        publisher.publish("a", new Receipt(signed::incrementAndGet));
        assertThat(signed).hasValue(0);
        tasks.remove().run();
        assertThat(signed).hasValue(0);
        runAll();

        assertThat(signed).hasValue(1);
    }

    @Test
    void aReceiptIsNotSignedForOneThatFailedOrHadNoRoom() {
        AtomicInteger signed = new AtomicInteger();
        publisher.subscribe(item -> {
            throw new IllegalStateException("a bug");
        });
        publisher.subscribe(item -> {});
        publisher.publish("a", new Receipt(signed::incrementAndGet));
        publisher.publish("b");
        publisher.publish("c", new Receipt(signed::incrementAndGet));
        runAll();

        assertThat(signed).hasValue(0);
    }

    @Test
    void nobodyIsNoReceipt() {
        AtomicInteger signed = new AtomicInteger();
        publisher.publish("a", new Receipt(signed::incrementAndGet));

        assertThat(signed).hasValue(0);
    }

    @Test
    void aSubscriberGetsNoMoreThanItAsksFor() {
        Recording subscriber = new Recording();
        publisher.subscribe(subscriber);
        publisher.publish("a");
        publisher.publish("b");
        runAll();
        assertThat(subscriber.seen).isEmpty();

        subscriber.request(1);
        runAll();
        assertThat(subscriber.seen).containsExactly("a");
    }

    @Test
    void theEndComesAfterWhatWaits() {
        Recording subscriber = new Recording();
        publisher.subscribe(subscriber);
        publisher.publish("a");
        publisher.close();
        runAll();
        assertThat(subscriber.seen).isEmpty();
        subscriber.request(5);
        runAll();

        assertThat(subscriber.seen).containsExactly("a", "end");
    }

    @Test
    void whoSubscribesAfterTheEndIsToldSo() {
        publisher.close();
        Recording subscriber = new Recording();
        publisher.subscribe(subscriber);
        runAll();

        assertThat(subscriber.seen).containsExactly("end");
    }

    @Test
    void askingForNothingSensibleEndsTheSubscription() {
        Recording subscriber = new Recording();
        publisher.subscribe(subscriber);
        subscriber.request(-1);
        runAll();
        publisher.publish("a");
        runAll();

        assertThat(subscriber.seen).containsExactly("error");
        assertThat(publisher.hasSubscribers()).isFalse();
    }

    @Test
    void aSubscriberThatThrowsIsGivenUp() {
        Recording subscriber = new Recording();
        subscriber.bug = true;
        publisher.subscribe(subscriber);
        subscriber.request(5);
        publisher.publish("a");
        publisher.publish("b");
        runAll();

        assertThat(subscriber.seen).containsExactly("error");
    }

    @Test
    void whoCancelsGetsNoMore() {
        List<String> seen = new ArrayList<>();
        Subscription subscription = publisher.subscribe(seen::add);
        publisher.publish("a");
        subscription.close();
        runAll();

        assertThat(seen).isEmpty();
        assertThat(publisher.hasSubscribers()).isFalse();
    }

    private static final class Recording implements Flow.Subscriber<String> {
        final List<String> seen = new ArrayList<>();
        boolean bug;
        private Flow.@Nullable Subscription subscription;

        void request(long count) {
            Flow.Subscription current = subscription;
            assertThat(current).isNotNull();
            current.request(count);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(String item) {
            if (bug) {
                throw new IllegalStateException("a bug");
            }
            seen.add(item);
        }

        @Override
        public void onError(Throwable failure) {
            seen.add("error");
        }

        @Override
        public void onComplete() {
            seen.add("end");
        }
    }
}
