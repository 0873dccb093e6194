package io.ipdk.p4target.dataplane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects digest messages until enough or old enough (P4Runtime 1.5, "DigestEntry"). Thread-safe: a lock is held only
 * while a message is filed; only programs that send digests come here.
 */
public final class Digests {
    private static final int MOST_WAITING = 65_536;

    private final Consumer<DigestBatch> out;
    private final Map<Integer, Queue> queues = new HashMap<>();
    private final AtomicLong dropped = new AtomicLong();

    /** A message, equal to another with the same values. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Message(long[] values) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Message message && Arrays.equals(values, message.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    private static final class Queue {
        DigestConfig config;
        final List<long[]> waiting = new ArrayList<>();
        final Set<Message> known = new HashSet<>();
        final Map<Long, Sent> sent = new HashMap<>();
        long first;
        long lastId;

        Queue(DigestConfig config) {
            this.config = config;
        }
    }

    private record Sent(List<long[]> messages, long at) {}

    Digests(Consumer<DigestBatch> out) {
        this.out = out;
    }

    /** Sets how a digest is sent; null stops it and forgets what waits. */
    public synchronized void configure(int list, @Nullable DigestConfig config) {
        if (config == null) {
            queues.remove(list);
            return;
        }
        Queue queue = queues.get(list);
        if (queue == null) {
            queues.put(list, new Queue(config));
        } else {
            queue.config = config;
        }
    }

    /** Messages lost because too many waited. */
    public long dropped() {
        return dropped.get();
    }

    void offer(int list, long[] values, int count, long now) {
        DigestBatch batch = null;
        synchronized (this) {
            Queue queue = queues.get(list);
            if (queue == null) {
                return;
            }
            if (queue.known.size() >= MOST_WAITING) {
                dropped.incrementAndGet();
                return;
            }
            long[] message = Arrays.copyOf(values, count);
            if (!queue.known.add(new Message(message))) {
                return;
            }
            if (queue.waiting.isEmpty()) {
                queue.first = now;
            }
            queue.waiting.add(message);
            if (queue.config.maxTimeoutNanos() == 0
                    || (queue.config.maxListSize() > 0 && queue.waiting.size() >= queue.config.maxListSize())) {
                batch = flush(list, queue, now);
            }
        }
        if (batch != null) {
            out.accept(batch);
        }
    }

    private static DigestBatch flush(int list, Queue queue, long now) {
        DigestBatch batch = new DigestBatch(list, ++queue.lastId, now, queue.waiting);
        if (queue.config.ackTimeoutNanos() > 0) {
            queue.sent.put(batch.id(), new Sent(batch.messages(), now));
        } else {
            batch.messages().forEach(message -> queue.known.remove(new Message(message)));
        }
        queue.waiting.clear();
        return batch;
    }

    /** A batch has arrived: its messages may be sent again. */
    public synchronized void acknowledge(int list, long id) {
        Queue queue = queues.get(list);
        Sent sent = queue == null ? null : queue.sent.remove(id);
        if (queue != null && sent != null) {
            sent.messages().forEach(message -> queue.known.remove(new Message(message)));
        }
    }

    void tick(long now) {
        List<DigestBatch> due = new ArrayList<>();
        synchronized (this) {
            queues.forEach((list, queue) -> {
                if (!queue.waiting.isEmpty() && now - queue.first >= queue.config.maxTimeoutNanos()) {
                    due.add(flush(list, queue, now));
                }
                queue.sent.values().removeIf(sent -> {
                    boolean old = now - sent.at() >= queue.config.ackTimeoutNanos();
                    if (old) {
                        sent.messages().forEach(message -> queue.known.remove(new Message(message)));
                    }
                    return old;
                });
            });
        }
        due.forEach(out);
    }
}
