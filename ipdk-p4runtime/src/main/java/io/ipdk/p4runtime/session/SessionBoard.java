package io.ipdk.p4runtime.session;

import io.ipdk.error.ClosedException;
import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.flow.BoundedPublisher;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is known of a session, who waits for what, and who is told. Thread-safe. */
final class SessionBoard {
    private final BoundedPublisher<SessionEvent> events;
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<CompletableFuture<SessionInfo>> answers = new ArrayList<>();
    private volatile SessionInfo info;
    private @Nullable IpdkException closedBy;

    SessionBoard(SessionInfo first, BoundedPublisher<SessionEvent> events) {
        this.info = first;
        this.events = events;
    }

    SessionInfo info() {
        return info;
    }

    void tell(SessionEvent event) {
        events.publish(event);
    }

    void update(UnaryOperator<SessionInfo> change) {
        List<CompletableFuture<SessionInfo>> reached = new ArrayList<>();
        SessionInfo now;
        synchronized (this) {
            if (info.phase() == SessionPhase.CLOSED) {
                return;
            }
            now = change.apply(info);
            info = now;
            Iterator<Waiter> all = waiters.iterator();
            while (all.hasNext()) {
                Waiter waiter = all.next();
                if (waiter.future().isDone()) {
                    all.remove();
                } else if (waiter.goal().test(now)) {
                    reached.add(waiter.future());
                    all.remove();
                }
            }
        }
        reached.forEach(future -> future.complete(now));
    }

    CompletableFuture<SessionInfo> when(Predicate<SessionInfo> goal) {
        CompletableFuture<SessionInfo> future = new CompletableFuture<>();
        synchronized (this) {
            if (!goal.test(info)) {
                if (info.phase() == SessionPhase.CLOSED) {
                    future.completeExceptionally(closedError());
                } else {
                    waiters.add(new Waiter(goal, future));
                }
                return future;
            }
        }
        future.complete(info);
        return future;
    }

    /** Completes with the target's next answer. */
    synchronized void onAnswer(CompletableFuture<SessionInfo> future) {
        answers.add(future);
    }

    void answered() {
        SessionInfo now = info;
        takeAnswers().forEach(future -> future.complete(now));
    }

    void failAnswers(IpdkException cause) {
        takeAnswers().forEach(future -> future.completeExceptionally(cause));
    }

    private synchronized List<CompletableFuture<SessionInfo>> takeAnswers() {
        List<CompletableFuture<SessionInfo>> taken = List.copyOf(answers);
        answers.clear();
        return taken;
    }

    void close(@Nullable IpdkException cause) {
        List<Waiter> left;
        synchronized (this) {
            if (info.phase() == SessionPhase.CLOSED) {
                return;
            }
            closedBy = cause;
            info = new SessionInfo(SessionPhase.CLOSED, info.electionId(), info.highest(), false);
            left = List.copyOf(waiters);
            waiters.clear();
        }
        IpdkException error = closedError();
        left.forEach(waiter -> waiter.future().completeExceptionally(error));
        failAnswers(error);
        events.publish(new SessionEvent.Closed(Optional.ofNullable(cause)));
        events.close();
    }

    synchronized IpdkException closedError() {
        IpdkException cause = closedBy;
        return cause != null ? cause : new ClosedException("the client is closed", "connect another one");
    }

    private record Waiter(Predicate<SessionInfo> goal, CompletableFuture<SessionInfo> future) {}
}
