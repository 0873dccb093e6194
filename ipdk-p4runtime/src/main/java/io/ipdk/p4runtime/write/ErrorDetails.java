package io.ipdk.p4runtime.write;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.RpcException;
import io.ipdk.p4runtime.error.StatusCode;
import java.util.List;
import org.p4.v1.Error;

/**
 * Reads what a failed Write says of each of its updates (specification, "Error Reporting Messages"). The details count only
 * if there is one per update and at least one of them is an error; all else is a batch of which nothing is known.
 */
final class ErrorDetails {
    /** What became of one update of the batch. */
    record Verdict(UpdateOutcome outcome, StatusCode code, String message, String space, int targetCode) {
        static final Verdict APPLIED = new Verdict(UpdateOutcome.APPLIED, StatusCode.OK, "", "", 0);

        /** The same, when the failure was that of a Write of several callers. */
        Verdict sharedBy(int updates) {
            return updates == 1 || outcome != UpdateOutcome.UNKNOWN
                    ? this
                    : new Verdict(
                            outcome,
                            code,
                            "a Write of " + updates
                                    + " updates failed, and it is not known whether this one was applied: " + message,
                            space,
                            targetCode);
        }

        <C> UpdateResult<C> on(C change) {
            return new UpdateResult<>(change, outcome, code, message, space, targetCode);
        }
    }

    private ErrorDetails() {}

    /** Whether the target spoke of each update by itself, so that the rest of a call may go on. */
    static boolean isPerUpdate(IpdkException failure, int updates) {
        return failure instanceof RpcException rpc
                && rpc.details().size() == updates
                && rpc.details().stream().anyMatch(error -> error.getCanonicalCode() != 0);
    }

    /** Whether the target refused a Write as a whole, so that no update of it was applied. */
    static boolean isRefusal(IpdkException failure) {
        return failure instanceof RpcException rpc
                && rpc.details().isEmpty()
                && !rpc.code().outcomeUnknown();
    }

    static Verdict verdict(IpdkException failure, int position, int updates, Atomicity atomicity) {
        if (!isPerUpdate(failure, updates)) {
            return whole(failure, updates);
        }
        List<Error> details = ((RpcException) failure).details();
        Error error = details.get(position);
        if (error.getCanonicalCode() != 0) {
            StatusCode code = StatusCode.of(error.getCanonicalCode());
            // The specification leaves open how a target marks what it rolled back: some call it OK, others ABORTED.
            boolean rolledBack = atomicity.allOrNone() && code == StatusCode.ABORTED;
            return new Verdict(
                    rolledBack ? UpdateOutcome.NOT_APPLIED : UpdateOutcome.REFUSED,
                    code,
                    error.getMessage(),
                    error.getSpace(),
                    error.getCode());
        }
        return atomicity.allOrNone()
                ? new Verdict(
                        UpdateOutcome.NOT_APPLIED,
                        StatusCode.ABORTED,
                        "another update of the batch failed, and all were rolled back",
                        "",
                        0)
                : Verdict.APPLIED;
    }

    private static Verdict whole(IpdkException failure, int updates) {
        StatusCode code = failure instanceof P4RuntimeException typed ? typed.code() : StatusCode.UNKNOWN;
        int details = failure instanceof RpcException rpc ? rpc.details().size() : 0;
        if (details > 0) {
            boolean count = details != updates;
            return new Verdict(
                    UpdateOutcome.UNKNOWN,
                    code == StatusCode.OK ? StatusCode.UNKNOWN : code,
                    count
                            ? "the target sent " + details + " results for " + updates
                                    + " updates, which cannot be joined"
                            : "the target failed the Write and called every update of it a success",
                    "",
                    0);
        }
        String message = String.valueOf(failure.getMessage());
        return new Verdict(
                code.outcomeUnknown() ? UpdateOutcome.UNKNOWN : UpdateOutcome.NOT_APPLIED, code, message, "", 0);
    }
}
