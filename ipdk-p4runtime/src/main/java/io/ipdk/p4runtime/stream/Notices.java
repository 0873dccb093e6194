package io.ipdk.p4runtime.stream;

import io.ipdk.p4runtime.codec.EntityCodec;
import io.ipdk.p4runtime.flow.Subscription;
import java.time.Instant;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.p4.v1.IdleTimeoutNotification;

/** What the target tells by itself: idle entries, and what it could not do with a message on the stream. Thread-safe. */
public final class Notices {
    private static final long NANOS = 1_000_000_000L;

    private final StreamHub hub;
    private final Supplier<EntityCodec> names;

    public Notices(StreamHub hub, Supplier<EntityCodec> names) {
        this.hub = hub;
        this.names = names;
    }

    /** Calls the handler for each notice of idle entries. */
    public Subscription onIdleTimeout(Consumer<? super IdleTimeout> handler) {
        return hub.idleTimeouts()
                .subscribe((Consumer<IdleTimeoutNotification>) notice -> handler.accept(decode(notice)));
    }

    /** The notices of idle entries. */
    public Flow.Publisher<IdleTimeout> idleTimeouts() {
        return new MappedPublisher<>(hub.idleTimeouts(), this::decode);
    }

    /** Calls the handler for each error that the target reports on the stream. */
    public Subscription onStreamError(Consumer<? super StreamFailure> handler) {
        return hub.failures().subscribe(handler);
    }

    /** The errors that the target reports on the stream. */
    public Flow.Publisher<StreamFailure> streamErrors() {
        return hub.failures();
    }

    /** Notices that some subscriber had no room for. */
    public long dropped() {
        return hub.idleTimeouts().dropped() + hub.failures().dropped();
    }

    private IdleTimeout decode(IdleTimeoutNotification notice) {
        EntityCodec codec = names.get();
        return new IdleTimeout(
                notice.getTableEntryList().stream().map(codec::decode).toList(),
                Instant.ofEpochSecond(
                        Math.floorDiv(notice.getTimestamp(), NANOS), Math.floorMod(notice.getTimestamp(), NANOS)));
    }
}
