package io.ipdk.examples.demo;

import io.ipdk.event.IpuEvent;
import io.ipdk.event.IpuEvent.DeviceEvent;
import io.ipdk.examples.console.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * Writes down what happens on an IPU.
 *
 * <p>Thread-safe.
 */
final class EventLog implements Flow.Subscriber<IpuEvent> {

    private static final Duration LAST_EVENT = Duration.ofSeconds(5);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Instant start = Instant.now();
    private final List<IpuEvent> events = new ArrayList<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(IpuEvent event) {
        events.add(event);
    }

    @Override
    public void onError(Throwable failure) {
        ended.countDown();
    }

    @Override
    public void onComplete() {
        ended.countDown();
    }

    /** Waits for the last event of an IPU that was closed. */
    void awaitEnd() throws InterruptedException {
        if (!ended.await(LAST_EVENT.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("the IPU's events did not end within " + LAST_EVENT);
        }
    }

    synchronized Table table() {
        Table table = new Table("#", "after", "event", "of");
        for (IpuEvent event : events) {
            table.row(
                    event.sequence(),
                    String.format(
                            Locale.ROOT,
                            "%.1f s",
                            Duration.between(start, event.at()).toMillis() / 1000.0),
                    describe(event),
                    event instanceof DeviceEvent device
                            ? device.kind() + " " + device.device()
                            : event instanceof IpuEvent.PipelineChanged ? "pipeline" : "host");
        }
        return table;
    }

    private static String describe(IpuEvent event) {
        String name = event.getClass().getSimpleName();
        if (event instanceof IpuEvent.Updated updated) {
            return name + " to version " + updated.version();
        } else if (event instanceof IpuEvent.UnplugEnded ended) {
            return name + " " + ended.outcome();
        } else if (event instanceof IpuEvent.Disconnected disconnected) {
            return name + ": " + disconnected.reason();
        } else if (event instanceof IpuEvent.Faulted faulted) {
            return name + ": " + faulted.cause();
        } else if (event instanceof IpuEvent.PipelineChanged changed) {
            return name + " to " + changed.program();
        } else if (event instanceof IpuEvent.HostLost lost) {
            return name + ": " + lost.reason();
        }
        return name;
    }
}
