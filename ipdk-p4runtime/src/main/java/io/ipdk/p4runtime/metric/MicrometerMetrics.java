package io.ipdk.p4runtime.metric;

import io.ipdk.p4runtime.error.StatusCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts into a Micrometer registry, which the application brings. Thread-safe.
 *
 * <p>{@code p4runtime.rpc} (timer; rpc, code), {@code p4runtime.updates} (outcome), {@code p4runtime.entities.read},
 * {@code p4runtime.stream.messages} and {@code p4runtime.stream.dropped} (item), {@code p4runtime.reconnects}.
 */
public final class MicrometerMetrics implements P4RuntimeMetrics {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final Map<StreamItem, Counter> messages = new EnumMap<>(StreamItem.class);
    private final Map<StreamItem, Counter> drops = new EnumMap<>(StreamItem.class);
    private final Counter applied;
    private final Counter failed;
    private final Counter read;
    private final Counter reconnects;

    /** @param tags pairs that tell clients apart, such as {@code "device", "leaf-3"} */
    public MicrometerMetrics(MeterRegistry registry, String... tags) {
        this.registry = registry;
        this.tags = Tags.of(tags);
        for (StreamItem item : StreamItem.values()) {
            Tags named = this.tags.and("item", item.name().toLowerCase(Locale.ROOT));
            messages.put(item, registry.counter("p4runtime.stream.messages", named));
            drops.put(item, registry.counter("p4runtime.stream.dropped", named));
        }
        applied = registry.counter("p4runtime.updates", this.tags.and("outcome", "applied"));
        failed = registry.counter("p4runtime.updates", this.tags.and("outcome", "failed"));
        read = registry.counter("p4runtime.entities.read", this.tags);
        reconnects = registry.counter("p4runtime.reconnects", this.tags);
    }

    @Override
    public void rpc(String rpc, StatusCode code, long nanos) {
        timers.computeIfAbsent(
                        rpc + code, key -> registry.timer("p4runtime.rpc", tags.and("rpc", rpc, "code", code.name())))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void updates(int appliedCount, int failedCount) {
        applied.increment(appliedCount);
        failed.increment(failedCount);
    }

    @Override
    public void entitiesRead(int count) {
        read.increment(count);
    }

    @Override
    public void streamMessage(StreamItem item) {
        increment(messages, item);
    }

    @Override
    public void streamDrop(StreamItem item) {
        increment(drops, item);
    }

    @Override
    public void reconnected() {
        reconnects.increment();
    }

    private static void increment(Map<StreamItem, Counter> counters, StreamItem item) {
        Counter counter = counters.get(item);
        if (counter != null) {
            counter.increment();
        }
    }
}
