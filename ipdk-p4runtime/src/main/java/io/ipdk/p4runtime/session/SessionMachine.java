package io.ipdk.p4runtime.session;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.error.ArbitrationException;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.RpcErrors;
import io.ipdk.p4runtime.error.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.p4.v1.MasterArbitrationUpdate;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;

/** Decides what a session does next. Confined to one thread (the loop's), but for what says otherwise. */
final class SessionMachine implements StreamLink.Owner {
    private final SessionSpec spec;
    private final SessionRuntime runtime;
    private final StreamListener listener;
    private final SessionBoard board;
    private final Restoration restoration;
    private final long firstAttempt = System.nanoTime();

    /** Null = unset. */
    private @Nullable ElectionId electionId;

    /** The highest id with which the target said that nobody is primary, if it was answered. */
    private @Nullable ElectionId answeredGone;

    private @Nullable Future<?> timer;
    private boolean everAnswered;
    private boolean answered;
    private int failures;

    /** Read by every sender. */
    private volatile @Nullable StreamLink link;

    /** The stream that a closed session waits for. */
    private volatile @Nullable StreamLink leaving;

    private volatile long loopThread = -1;

    SessionMachine(SessionSpec spec, SessionRuntime runtime, List<RestoreStep> steps, StreamListener listener) {
        this.spec = spec;
        this.runtime = runtime;
        this.listener = listener;
        this.electionId = spec.electionId().orElse(null);
        this.board = new SessionBoard(
                new SessionInfo(SessionPhase.CONNECTING, spec.electionId(), Optional.empty(), false), runtime.events());
        this.restoration = new Restoration(spec, runtime, steps, board, this::ready);
    }

    /** Thread-safe. */
    SessionInfo info() {
        return board.info();
    }

    /** Thread-safe. */
    @Nullable
    StreamLink link() {
        return link;
    }

    /** Thread-safe. */
    CompletableFuture<SessionInfo> when(Predicate<SessionInfo> goal) {
        return board.when(goal);
    }

    /** Thread-safe. */
    CompletableFuture<SessionInfo> open() {
        CompletableFuture<SessionInfo> opened =
                board.when(info -> info.isReady() || info.phase() == SessionPhase.BACKUP);
        onLoop(this::connect);
        return opened;
    }

    /** Thread-safe. */
    CompletableFuture<SessionInfo> elect(ElectionId id) {
        CompletableFuture<SessionInfo> result = new CompletableFuture<>();
        onLoop(() -> {
            electionId = id;
            StreamLink current = link;
            if (closed() || current == null) {
                result.completeExceptionally(closed() ? board.closedError() : notConnected());
                return;
            }
            board.onAnswer(result);
            board.update(info -> new SessionInfo(info.phase(), electionId(), info.highest(), info.primaryPresent()));
            arbitrate(current);
        });
        return result;
    }

    /** Thread-safe, and does not wait. Completes when the target has taken everything and ended the stream. */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        boolean asked = onLoop(() -> {
            StreamLink last = link;
            leaving = last;
            shut(null);
            if (last == null) {
                ended.complete(null);
            } else {
                CompletableFuture<?> unused = last.whenEnded().thenRun(() -> ended.complete(null));
            }
        });
        if (!asked) {
            board.close(null);
            ended.complete(null);
        }
        return ended;
    }

    /** Thread-safe. Waits no longer for the target to end the stream. */
    void abandon() {
        StreamLink last = leaving;
        if (last != null) {
            last.cancel("the client is closed", null);
        }
    }

    /** Thread-safe. Whether the caller is the loop, which nobody may keep waiting. */
    boolean isOnLoop() {
        return loopThread == Thread.currentThread().getId();
    }

    private Optional<ElectionId> electionId() {
        return Optional.ofNullable(electionId);
    }

    private void connect() {
        if (closed()) {
            return;
        }
        answered = false;
        StreamLink next = new StreamLink(this, spec.outboundCapacity());
        next.open(runtime.rpc().streamChannel());
        link = next;
        arbitrate(next);
    }

    private void arbitrate(StreamLink to) {
        MasterArbitrationUpdate.Builder update =
                MasterArbitrationUpdate.newBuilder().setDeviceId(spec.deviceId());
        if (!spec.role().isDefault()) {
            update.setRole(spec.role().toProto());
        }
        electionId().ifPresent(id -> update.setElectionId(id.toProto()));
        to.sendFirst(StreamMessageRequest.newBuilder().setArbitration(update).build());
        startTimer(spec.answerWithin(), () -> to.cancel("no answer to the arbitration", noAnswer()));
    }

    private void startTimer(Duration delay, Runnable action) {
        stopTimer();
        timer = runtime.loop().schedule(() -> guarded(action), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void stopTimer() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    @Override
    public void onMessage(StreamMessageResponse message) {
        listener.onMessage(message);
    }

    @Override
    public void onArbitration(StreamLink from, MasterArbitrationUpdate update) {
        onLoop(() -> {
            if (from == link && !closed()) {
                answer(from, update);
            }
        });
    }

    private void answer(StreamLink from, MasterArbitrationUpdate update) {
        if (update.getDeviceId() != spec.deviceId()) {
            board.tell(new SessionEvent.Irregular("the target answered for device "
                    + Long.toUnsignedString(update.getDeviceId()) + " instead of "
                    + Long.toUnsignedString(spec.deviceId())));
            return;
        }
        stopTimer();
        if (everAnswered && !answered) {
            runtime.metrics().reconnected();
        }
        everAnswered = true;
        answered = true;
        failures = 0;
        ElectionId highest = update.hasElectionId() ? ElectionId.of(update.getElectionId()) : null;
        StatusCode code = StatusCode.of(update.getStatus().getCode());
        if (code == StatusCode.OK && isPlausible(highest)) {
            primary(highest);
        } else if (code == StatusCode.NOT_FOUND) {
            primaryGone(from, highest);
        } else {
            backup(highest);
        }
        board.answered();
    }

    /** OK to someone who asked for nothing, or with a higher id than its own, is not to be believed. */
    private boolean isPlausible(@Nullable ElectionId highest) {
        ElectionId own = electionId;
        boolean plausible = own != null && (highest == null || highest.compareTo(own) <= 0);
        if (!plausible) {
            board.tell(new SessionEvent.Irregular("the target says primary to election id "
                    + electionId().map(ElectionId::toString).orElse("unset") + " while the highest is "
                    + (highest == null ? "unset" : highest)));
        }
        return plausible;
    }

    private void primary(@Nullable ElectionId highest) {
        answeredGone = null;
        SessionPhase phase = info().phase();
        boolean already = phase == SessionPhase.PRIMARY || phase == SessionPhase.RESTORING;
        board.update(info -> new SessionInfo(
                already ? phase : SessionPhase.RESTORING, electionId(), Optional.ofNullable(highest), true));
        if (!already) {
            electionId().ifPresent(id -> board.tell(new SessionEvent.BecamePrimary(id)));
            restoration.begin();
        }
    }

    /** Everything was put back. */
    private void ready() {
        if (info().phase() == SessionPhase.RESTORING) {
            board.update(info -> new SessionInfo(SessionPhase.PRIMARY, electionId(), info.highest(), true));
            board.tell(new SessionEvent.Ready());
        }
    }

    private void backup(@Nullable ElectionId highest) {
        answeredGone = null;
        restoration.stop();
        boolean before = info().phase() == SessionPhase.BACKUP && info().primaryPresent();
        Optional<ElectionId> known = info().highest();
        board.update(info -> new SessionInfo(SessionPhase.BACKUP, electionId(), Optional.ofNullable(highest), true));
        if (!before || !known.equals(Optional.ofNullable(highest))) {
            board.tell(new SessionEvent.BecameBackup(Optional.ofNullable(highest)));
        }
    }

    private void primaryGone(StreamLink from, @Nullable ElectionId highest) {
        restoration.stop();
        board.tell(new SessionEvent.PrimaryGone(Optional.ofNullable(highest)));
        ElectionId rank = highest == null ? new ElectionId(0, 0) : highest;
        ElectionId own = electionId;
        Optional<ElectionId> asked =
                own != null && !rank.equals(answeredGone) ? spec.takeOver().primaryGone(own, rank) : Optional.empty();
        answeredGone = rank;
        electionId = asked.orElse(own);
        board.update(info -> new SessionInfo(SessionPhase.BACKUP, electionId(), Optional.ofNullable(highest), false));
        if (asked.isEmpty()) {
            return;
        }
        board.tell(new SessionEvent.TakingOver(asked.get()));
        arbitrate(from);
    }

    @Override
    public void onEnd(StreamLink from, Throwable cause) {
        onLoop(() -> {
            if (from == link && !closed()) {
                lost(error(cause));
            }
        });
    }

    private IpdkException error(Throwable cause) {
        IpdkException typed = RpcErrors.of("StreamChannel", cause);
        if (typed.getCause() != null && typed.getCause().getCause() instanceof ArbitrationException own) {
            return own;
        }
        if (answered || !(typed instanceof P4RuntimeException refused) || typed.retryable()) {
            return typed;
        }
        return switch (refused.code()) {
            case NOT_FOUND ->
                refusal(
                        refused,
                        "the target has no device " + Long.toUnsignedString(spec.deviceId()) + " or no such role",
                        "check the device id and the role");
            case INVALID_ARGUMENT ->
                refusal(
                        refused,
                        "the target refused election id "
                                + electionId().map(ElectionId::toString).orElse("unset") + " or the config of the "
                                + spec.role(),
                        "use an id that no other client of this role has, and a config that it accepts");
            case FAILED_PRECONDITION ->
                refusal(refused, "the target refused the arbitration", "close the client and connect again");
            default -> typed;
        };
    }

    private static ArbitrationException refusal(P4RuntimeException cause, String problem, String advice) {
        return new ArbitrationException(cause.code(), problem + " (" + cause.getMessage() + ")", advice, cause);
    }

    private void lost(IpdkException cause) {
        stopTimer();
        restoration.stop();
        link = null;
        answeredGone = null;
        failures++;
        board.failAnswers(cause);
        boolean hopeless = everAnswered
                ? !spec.reconnect()
                : !cause.retryable()
                        || System.nanoTime() - firstAttempt
                                >= spec.connectWithin().toNanos();
        if (hopeless) {
            shut(cause);
            return;
        }
        if (!answered && everAnswered && cause instanceof ArbitrationException) {
            // The id of a take-over may be another client's by now.
            electionId = spec.electionId().orElse(null);
        }
        Duration wait = spec.backOff().after(failures);
        board.update(info -> new SessionInfo(
                everAnswered ? SessionPhase.DISCONNECTED : SessionPhase.CONNECTING,
                electionId(),
                info.highest(),
                false));
        board.tell(new SessionEvent.Disconnected(cause, wait));
        int attempt = failures;
        startTimer(wait, () -> {
            board.tell(new SessionEvent.Reconnecting(attempt));
            connect();
        });
    }

    private void shut(@Nullable IpdkException cause) {
        if (closed()) {
            return;
        }
        stopTimer();
        restoration.stop();
        StreamLink last = link;
        link = null;
        if (last != null && cause == null && answered) {
            last.finish();
        } else if (last != null) {
            last.cancel("the client is closed", null);
        }
        board.close(cause);
    }

    private boolean closed() {
        return info().phase() == SessionPhase.CLOSED;
    }

    private ArbitrationException noAnswer() {
        return new ArbitrationException(
                StatusCode.DEADLINE_EXCEEDED,
                "the target did not answer the arbitration within " + spec.answerWithin(),
                "check that it is a P4Runtime target, or allow more time",
                null);
    }

    private static P4RuntimeException notConnected() {
        return new P4RuntimeException(
                StatusCode.UNAVAILABLE,
                "the stream to the target is not open",
                "the id is used when it is; wait with awaitConnected",
                true,
                null);
    }

    /** What goes wrong here, such as in a caller's policy, must end the session and not leave it standing still. */
    private void guarded(Runnable action) {
        loopThread = Thread.currentThread().getId();
        try {
            action.run();
        } catch (RuntimeException e) {
            shut(RpcErrors.of("the session", e));
        }
    }

    private boolean onLoop(Runnable action) {
        try {
            runtime.loop().execute(() -> guarded(action));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
