package io.ipdk.p4runtime.write;

import io.ipdk.p4runtime.error.P4RuntimeException;
import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Not every change is in force. {@link #result()} says which are, and what became of the others. */
public final class WriteException extends P4RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 3;

    private final transient @Nullable WriteResult<?> result;

    WriteException(WriteResult<?> result) {
        super(
                result.failures().get(0).code(),
                problem(result),
                advice(result),
                result.failures().stream().allMatch(failure -> failure.code().retryable()),
                result.rpcFailure().orElse(null));
        this.result = result;
    }

    /**
     * What became of each change.
     *
     * @throws IllegalStateException after deserialisation
     */
    public WriteResult<?> result() {
        WriteResult<?> known = result;
        if (known == null) {
            throw new IllegalStateException("the result did not survive serialisation");
        }
        return known;
    }

    private static String problem(WriteResult<?> result) {
        List<? extends UpdateResult<?>> failures = result.failures();
        StringBuilder text = new StringBuilder()
                .append(failures.size())
                .append(" of ")
                .append(result.size())
                .append(result.size() == 1 ? " update" : " updates")
                .append(" did not take effect: ");
        for (int i = 0; i < Math.min(SHOWN, failures.size()); i++) {
            text.append(i == 0 ? "" : "; ").append(failures.get(i));
        }
        return failures.size() > SHOWN
                ? text.append("; and ")
                        .append(failures.size() - SHOWN)
                        .append(" more")
                        .toString()
                : text.toString();
    }

    private static String advice(WriteResult<?> result) {
        return result.failures().stream().anyMatch(failure -> failure.outcome() == UpdateOutcome.UNKNOWN)
                ? "read back what is marked UNKNOWN before sending it again"
                : "";
    }
}
