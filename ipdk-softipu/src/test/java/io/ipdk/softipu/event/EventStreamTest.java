package io.ipdk.softipu.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.event.IpuEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private final EventStream stream = new EventStream(Runnable::run, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    private static final class Subscriber implements Flow.Subscriber<IpuEvent> {
        private final List<IpuEvent> seen = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;

        void requestAll() {
            Objects.requireNonNull(subscription).request(Long.MAX_VALUE);
        }

        @Override
        public void onSubscribe(Flow.Subscription granted) {
            subscription = granted;
        }

        @Override
        public void onNext(IpuEvent event) {
            seen.add(event);
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {}
    }

    private void publish(int events) {
        for (int i = 0; i < events; i++) {
            stream.publish((sequence, at) -> new IpuEvent.HostFound(sequence, at, "host"));
        }
    }

    @Test
    void eventsAreNumberedFromOneInOrder() {
        Subscriber subscriber = new Subscriber();
        stream.subscribe(subscriber);
        subscriber.requestAll();
        publish(3);

        assertThat(subscriber.seen).extracting(IpuEvent::sequence).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aSlowSubscriberLosesEventsItCanCountAndHoldsUpNobody() {
        Subscriber slow = new Subscriber();
        Subscriber quick = new Subscriber();
        stream.subscribe(slow);
        stream.subscribe(quick);
        quick.requestAll();
        publish(5000);
        slow.requestAll();
        publish(1);

        assertThat(quick.seen).hasSize(5001);
        assertThat(slow.seen).hasSizeLessThan(5001);
        assertThat(slow.seen.get(slow.seen.size() - 1).sequence()).isEqualTo(5001);
    }

    @Test
    void publishingAfterCloseIsNoError() {
        stream.close();
        publish(1);
    }
}
