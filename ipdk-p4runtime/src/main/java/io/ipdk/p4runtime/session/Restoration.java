package io.ipdk.p4runtime.session;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.error.RpcErrors;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs the steps one after the other, and from the first again when one fails. Confined to one thread (the loop's). */
final class Restoration {
    private final SessionSpec spec;
    private final SessionRuntime runtime;
    private final List<RestoreStep> steps;
    private final SessionBoard board;
    private final Runnable whenDone;

    /** Grows with each beginning and each stop, so that what was begun earlier finds itself outdated. */
    private int round;

    private int failures;

    Restoration(
            SessionSpec spec, SessionRuntime runtime, List<RestoreStep> steps, SessionBoard board, Runnable whenDone) {
        this.spec = spec;
        this.runtime = runtime;
        this.steps = List.copyOf(steps);
        this.board = board;
        this.whenDone = whenDone;
    }

    void begin() {
        failures = 0;
        round++;
        run(round, 0);
    }

    void stop() {
        round++;
    }

    private void run(int mine, int index) {
        if (mine != round) {
            return;
        }
        if (index == steps.size()) {
            whenDone.run();
            return;
        }
        RestoreStep step = steps.get(index);
        CompletableFuture<Boolean> outcome;
        try {
            outcome = step.restore();
        } catch (RuntimeException e) {
            outcome = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<?> unused = outcome.whenComplete((did, failure) -> onLoop(() -> {
            if (mine == round) {
                ended(mine, index, Boolean.TRUE.equals(did), failure);
            }
        }));
    }

    private void ended(int mine, int index, boolean did, @Nullable Throwable failure) {
        RestoreStep step = steps.get(index);
        if (failure == null) {
            if (did) {
                board.tell(new SessionEvent.Restored(step.name()));
            }
            run(mine, index + 1);
            return;
        }
        failures++;
        Duration wait = spec.backOff().after(failures);
        IpdkException cause = RpcErrors.of("restoring " + step.name(), failure);
        board.tell(new SessionEvent.RestoreFailed(step.name(), cause, wait));
        Future<?> unused = runtime.loop().schedule(() -> run(mine, 0), wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void onLoop(Runnable action) {
        try {
            runtime.loop().execute(action);
        } catch (RejectedExecutionException e) {
            // The client was closed meanwhile: nobody waits for this.
            stop();
        }
    }
}
