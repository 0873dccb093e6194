package io.ipdk.testkit.contract;

import io.ipdk.event.IpuEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the events of an IPU for a test to look at.
 *
 * <p>Thread-safe; reading is confined to one thread (the test's).
 */
public final class EventRecorder implements Flow.Subscriber<IpuEvent> {

    private final BlockingQueue<IpuEvent> arrived = new LinkedBlockingQueue<>();
    private final List<IpuEvent> seen = new ArrayList<>();

    private EventRecorder() {}

    /** Records what is published from now on. */
    public static EventRecorder of(Flow.Publisher<IpuEvent> events) {
        EventRecorder recorder = new EventRecorder();
        events.subscribe(recorder);
        return recorder;
    }

    /**
     * All events up to and including the first of a type that was not returned before.
     *
     * @throws AssertionError it did not come in time; names what came
     */
    public List<IpuEvent> awaitUntil(Class<? extends IpuEvent> last, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (true) {
                IpuEvent event = arrived.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (event == null) {
                    throw new AssertionError("no " + last.getSimpleName() + " within " + timeout + ", only " + seen);
                }
                seen.add(event);
                if (last.isInstance(event)) {
                    return List.copyOf(seen);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + last.getSimpleName(), e);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(IpuEvent event) {
        arrived.add(event);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
}
