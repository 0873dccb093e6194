package io.ipdk.virtio.net;

import io.ipdk.port.DropCause;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Counts the frames of one direction of a device. Counters only grow.
 *
 * <p>Written by one thread (the one that polls), read by any.
 */
final class NetCounters {
    private final Counter frames = new Counter();
    private final Counter bytes = new Counter();
    private final EnumMap<DropCause, Counter> drops = new EnumMap<>(DropCause.class);

    NetCounters() {
        for (DropCause cause : DropCause.values()) {
            drops.put(cause, new Counter());
        }
    }

    void passed(long moreFrames, long moreBytes) {
        frames.add(moreFrames);
        bytes.add(moreBytes);
    }

    void dropped(DropCause cause) {
        dropped(cause, 1);
    }

    void dropped(DropCause cause, long moreFrames) {
        Objects.requireNonNull(drops.get(cause)).add(moreFrames);
    }

    long frames() {
        return frames.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Adds the drops that ever happened to a map. */
    void addDropsTo(Map<DropCause, Long> target) {
        drops.forEach((cause, counter) -> {
            long count = counter.get();
            if (count != 0) {
                target.merge(cause, count, Long::sum);
            }
        });
    }
}
