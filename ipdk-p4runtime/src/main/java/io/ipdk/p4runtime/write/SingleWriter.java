package io.ipdk.p4runtime.write;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.RpcErrors;
import io.ipdk.p4runtime.error.RpcException;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.rpc.P4RuntimeRpc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Update;
import org.p4.v1.WriteRequest;
import org.p4.v1.WriteResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends single updates, several in one Write where that is safe, and gives each caller the result of its own. Thread-safe.
 *
 * <p>A Write that the target refused before it looked at any update is taken apart, and each update sent once more by itself:
 * this is the only place where an update is sent twice.
 */
final class SingleWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SingleWriter.class);

    private final P4RuntimeRpc rpc;
    private final Function<List<Update>, WriteRequest> request;
    private final WriteWindow window;
    private final SharedWrites shared;
    private volatile boolean sharing;

    /** @param request makes a Write of updates; throws if this client may not make changes any more */
    SingleWriter(
            P4RuntimeRpc rpc, Function<List<Update>, WriteRequest> request, WriteLimits limits, WriteWindow window) {
        this.rpc = rpc;
        this.request = request;
        this.window = window;
        this.shared = new SharedWrites(limits, write -> window.start(() -> send(write)));
        this.sharing = limits.singlesInFlight() > 0;
    }

    /** Sends it now, or with others when it is their turn. */
    void write(SingleUpdate<?> update) {
        shared.submit(update);
    }

    /** Sends what waits, so that what is sent next does not overtake it. */
    void hurry() {
        shared.hurry();
    }

    private void send(SharedWrite write) {
        List<SingleUpdate<?>> updates = write.updates();
        send(write.toUpdates(), (failure, sent) -> {
            window.ended();
            if (!sent) {
                end(write, notSent(failure), failure);
            } else if (failure == null) {
                end(write, ErrorDetails.Verdict.APPLIED, null);
            } else if (updates.size() > 1 && ErrorDetails.isRefusal(failure)) {
                oneByOne(write, failure);
            } else {
                failed(write, failure);
            }
        });
    }

    private void failed(SharedWrite write, IpdkException failure) {
        List<SingleUpdate<?>> updates = write.updates();
        boolean joined = ErrorDetails.isPerUpdate(failure, updates.size());
        if (!joined && updates.size() > 1) {
            mayStopSharing(failure);
        }
        release(write);
        List<ErrorDetails.Verdict> verdicts = new ArrayList<>(updates.size());
        int applied = 0;
        for (int i = 0; i < updates.size(); i++) {
            ErrorDetails.Verdict verdict =
                    ErrorDetails.verdict(failure, i, updates.size(), Atomicity.CONTINUE_ON_ERROR);
            applied += verdict.outcome() == UpdateOutcome.APPLIED ? 1 : 0;
            verdicts.add(joined ? verdict : verdict.sharedBy(updates.size()));
        }
        count(applied, updates.size() - applied);
        for (int i = 0; i < updates.size(); i++) {
            updates.get(i).end(verdicts.get(i), joined ? null : failure);
        }
    }

    /** A target that answers, and does not say which update was wrong, is given no more to choose from. */
    private void mayStopSharing(IpdkException failure) {
        boolean answered = failure instanceof RpcException answer
                && (answer.code() == StatusCode.UNKNOWN || !answer.details().isEmpty());
        if (answered && sharing) {
            sharing = false;
            shared.joinNoMore();
            LOG.warn(
                    "The target failed a Write without one result for each update; "
                            + "single updates share no Writes from now on: {}",
                    failure.getMessage());
        }
    }

    private void oneByOne(SharedWrite write, IpdkException refusal) {
        AtomicInteger left = new AtomicInteger(write.updates().size());
        for (SingleUpdate<?> update : write.updates()) {
            window.start(() -> send(List.of(update.update()), (failure, sent) -> {
                window.ended();
                if (left.decrementAndGet() == 0) {
                    shared.ended(write);
                }
                window.leave(1);
                IpdkException cause = sent ? failure : refusal;
                ErrorDetails.Verdict verdict = cause == null
                        ? ErrorDetails.Verdict.APPLIED
                        : ErrorDetails.verdict(cause, 0, 1, Atomicity.CONTINUE_ON_ERROR);
                boolean applied = verdict.outcome() == UpdateOutcome.APPLIED;
                count(applied ? 1 : 0, applied ? 0 : 1);
                update.end(verdict, cause == null || ErrorDetails.isPerUpdate(cause, 1) ? null : cause);
            }));
        }
    }

    /** Others go on before the callers are told: what they do with it may take long. */
    private void end(SharedWrite write, ErrorDetails.Verdict verdict, @Nullable IpdkException failure) {
        release(write);
        if (verdict.outcome() == UpdateOutcome.APPLIED) {
            count(write.updates().size(), 0);
        }
        for (SingleUpdate<?> update : write.updates()) {
            update.end(verdict, failure);
        }
    }

    /** Metrics are the application's own code: if they throw, callers must still get their results. */
    private void count(int applied, int failed) {
        try {
            rpc.metrics().updates(applied, failed);
        } catch (RuntimeException e) {
            LOG.warn("The metrics failed to count updates", e);
        }
    }

    private void release(SharedWrite write) {
        shared.ended(write);
        window.leave(write.updates().size());
    }

    private static ErrorDetails.Verdict notSent(@Nullable IpdkException failure) {
        StatusCode code = failure instanceof P4RuntimeException typed ? typed.code() : StatusCode.ABORTED;
        String message = failure == null ? "" : String.valueOf(failure.getMessage());
        return new ErrorDetails.Verdict(UpdateOutcome.NOT_SENT, code, message, "", 0);
    }

    private void send(List<Update> updates, Answer answer) {
        CompletableFuture<WriteResponse> write;
        try {
            write = rpc.write(request.apply(updates));
        } catch (RuntimeException e) {
            answer.ended(RpcErrors.of("Write", e), false);
            return;
        }
        CompletableFuture<?> unused = write.whenComplete(
                (ok, failure) -> answer.ended(failure == null ? null : RpcErrors.of("Write", failure), true));
    }

    /** How a Write ended; {@code sent} = the target may have seen it. */
    private interface Answer {
        void ended(@Nullable IpdkException failure, boolean sent);
    }
}
