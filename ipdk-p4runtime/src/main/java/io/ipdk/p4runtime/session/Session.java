package io.ipdk.p4runtime.session;

import io.ipdk.error.CapacityException;
import io.ipdk.error.ClosedException;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.p4runtime.error.NotPrimaryException;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.flow.BoundedPublisher;
import io.ipdk.p4runtime.flow.Subscription;
import io.ipdk.p4runtime.rpc.Futures;
import io.ipdk.p4runtime.rpc.Mandate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.Uint128;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This client's place among the clients of a target: who is primary, what happens when the primary or the connection goes
 * away, and in which order things are put back. Thread-safe.
 */
public final class Session implements Mandate, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final SessionSpec spec;
    private final SessionMachine machine;
    private final BoundedPublisher<SessionEvent> events;

    /** @param steps what is put back, in this order, each time this client becomes primary */
    public Session(SessionSpec spec, SessionRuntime runtime, List<RestoreStep> steps, StreamListener listener) {
        this.spec = spec;
        this.events = runtime.events();
        this.machine = new SessionMachine(spec, runtime, steps, listener);
    }

    /** Opens the stream; completes once the target has answered, and everything is in its place if this client is primary. */
    public CompletableFuture<SessionInfo> open() {
        return machine.open();
    }

    /** How the session stands now. */
    public SessionInfo info() {
        return machine.info();
    }

    @Override
    public long deviceId() {
        return spec.deviceId();
    }

    @Override
    public String role() {
        return spec.role().name();
    }

    @Override
    public @Nullable Uint128 electionId(boolean restoring) {
        SessionInfo info = machine.info();
        if (info.phase() == SessionPhase.PRIMARY || (restoring && info.phase() == SessionPhase.RESTORING)) {
            return info.electionId().map(ElectionId::toProto).orElse(null);
        }
        throw switch (info.phase()) {
            case CLOSED -> new ClosedException("the client is closed", "connect another one");
            case RESTORING ->
                new NotPrimaryException(
                        "the session is putting the pipeline back", "wait with awaitPrimary, then try again", null);
            case CONNECTING, DISCONNECTED ->
                new P4RuntimeException(
                        StatusCode.UNAVAILABLE,
                        "the connection to the target is lost",
                        "it is opened again by itself; wait with awaitPrimary, then try again",
                        true,
                        null);
            default ->
                new NotPrimaryException(
                        "this client is backup" + whoIsPrimary(info),
                        info.electionId().isEmpty()
                                ? "connect with an election id to make changes"
                                : "take over with session().elect, or let the primary make the change",
                        null);
        };
    }

    private static String whoIsPrimary(SessionInfo info) {
        if (!info.primaryPresent()) {
            return ", and nobody is primary";
        }
        return info.highest().map(id -> ", election id " + id + " is primary").orElse("");
    }

    /** Waits until this client is primary and everything is in its place. */
    public void awaitPrimary(Duration patience) {
        await("primary", patience, SessionInfo::isReady);
    }

    /** Waits until the target has answered on an open stream, as primary or backup. */
    public void awaitConnected(Duration patience) {
        await("connected", patience, SessionInfo::isConnected);
    }

    private void await(String what, Duration patience, Predicate<SessionInfo> goal) {
        CompletableFuture<SessionInfo> reached = machine.when(goal);
        CompletableFuture<SessionInfo> bounded = reached.copy().orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
        try {
            Futures.await("awaiting " + what, bounded.exceptionally(failure -> {
                if (failure instanceof TimeoutException) {
                    throw new DeadlineExceededException(
                            "the session is not " + what + " after " + patience + ": " + machine.info(),
                            "look at the session's events for the reason");
                }
                throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
            }));
        } finally {
            reached.cancel(false);
        }
    }

    /**
     * Asks with another election id; a lower one gives the primacy back. Completes with how the target answered.
     *
     * @param id kept for later connections too
     */
    public CompletableFuture<SessionInfo> electAsync(ElectionId id) {
        return machine.elect(id);
    }

    /** As {@link #electAsync}, and waits. */
    public SessionInfo elect(ElectionId id) {
        return Futures.await("arbitration", electAsync(id));
    }

    /** What happens from now on. A subscriber that falls behind by more than a thousand events loses the later ones. */
    public Flow.Publisher<SessionEvent> events() {
        return events;
    }

    /** Calls the handler for what happens from now on. */
    public Subscription onEvent(Consumer<? super SessionEvent> handler) {
        return events.subscribe(handler);
    }

    /**
     * Puts a message on the stream.
     *
     * @throws CapacityException if the connection is slower than the messages come
     * @throws P4RuntimeException if the stream is not open
     */
    public void send(StreamMessageRequest message) {
        StreamLink link = machine.link();
        switch (link == null ? StreamLink.Offer.ENDED : link.offer(message)) {
            case TAKEN -> {}
            case FULL ->
                throw new CapacityException(
                        spec.outboundCapacity() + " messages wait for the connection already",
                        "send slower, or raise outboundCapacity");
            case ENDED -> {
                if (machine.info().phase() == SessionPhase.CLOSED) {
                    throw new ClosedException("the client is closed", "connect another one");
                }
                throw new P4RuntimeException(
                        StatusCode.UNAVAILABLE,
                        "the stream to the target is not open",
                        "it is opened again by itself; try again after awaitConnected",
                        true,
                        null);
            }
        }
    }

    /**
     * Ends the stream: what was sent before still goes out, and the target has as long to take it as for an answer. Whoever
     * waits for the session gets {@link ClosedException} at once.
     */
    @Override
    public void close() {
        CompletableFuture<Void> ended = machine.close();
        if (!machine.isOnLoop()) {
            try {
                ended.get(spec.answerWithin().toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("The target did not end the stream within {}", spec.answerWithin());
            }
        }
        machine.abandon();
    }
}
