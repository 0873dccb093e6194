package io.ipdk.nativeaccess.spdk.framework;

import io.ipdk.nativeaccess.spdk.bdev.BdevInfo;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads events one batch after the other. SPDK numbers events without gaps; where the next one that is left has another
 * number than the one expected, events were lost, and the batch holds the block devices that there are instead.
 *
 * <p>Confined to one thread (the reader's).
 */
public final class NotificationCursor {
    private static final int BATCH = 256;

    private final Notifications notifications;
    private final Supplier<List<BdevInfo>> present;
    private boolean synced;
    private long next;
    private @Nullable Notification last;

    NotificationCursor(Notifications notifications, Supplier<List<BdevInfo>> present) {
        this.notifications = notifications;
        this.present = present;
    }

    /**
     * What is new.
     *
     * <p>Immutable.
     *
     * @param resync whether events were lost, as before the first batch: {@code present} then holds all there is, and
     *     takes the place of what the caller knew
     * @param present the block devices, where {@code resync} says so; else empty
     * @param events what happened, oldest first; after a resync it may repeat what {@code present} shows already
     */
    public record Batch(boolean resync, List<BdevInfo> present, List<Notification> events) {

        public Batch {
            present = List.copyOf(present);
            events = List.copyOf(events);
        }
    }

    /** What happened since the last call. Asks again and again, without waiting, are what it is made for. */
    public Batch poll() {
        if (!synced) {
            return resync();
        }
        // One event back: that it is still there as it was shows that nothing was lost and SPDK did not begin anew.
        Notification known = last;
        List<Notification> events = notifications.since(known == null ? 0 : known.id(), BATCH);
        if (known != null && (events.isEmpty() || !events.get(0).equals(known))) {
            return resync();
        }
        List<Notification> fresh = known == null ? events : events.subList(1, events.size());
        if (!fresh.isEmpty() && fresh.get(0).id() != next) {
            return resync();
        }
        advance(fresh);
        return new Batch(false, List.of(), fresh);
    }

    private Batch resync() {
        next = 0;
        last = null;
        List<Notification> events;
        do {
            // Events first, devices then: what happens in between is told twice rather than never.
            events = notifications.since(next, BATCH);
            advance(events);
        } while (events.size() == BATCH);
        synced = true;
        return new Batch(true, present.get(), List.of());
    }

    private void advance(List<Notification> events) {
        if (!events.isEmpty()) {
            Notification newest = events.get(events.size() - 1);
            last = newest;
            next = newest.id() + 1;
        }
    }
}
