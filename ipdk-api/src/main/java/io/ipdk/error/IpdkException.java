package io.ipdk.error;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of every error this SDK raises. No exception of JNA, gRPC, JSON or the JDK's I/O escapes.
 *
 * <p>The message says what was asked, what came back and the allowed range; {@link #advice()} says what to do next;
 * {@link #retryable()} says whether the same call can succeed later without a change by the caller.
 */
public class IpdkException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String advice;
    private final boolean retryable;

    /**
     * @param problem what was asked and what came back, without a final full stop
     * @param advice what the caller can do next, a sentence; may be empty
     * @param retryable whether the same call can succeed later
     */
    public IpdkException(String problem, String advice, boolean retryable, @Nullable Throwable cause) {
        super(advice.isEmpty() ? problem : problem + "; " + advice, cause);
        this.advice = Objects.requireNonNull(advice, "advice");
        this.retryable = retryable;
    }

    /** What to do next; empty if there is nothing to do. */
    public final String advice() {
        return advice;
    }

    /** Whether the same call can succeed later without a change by the caller. */
    public final boolean retryable() {
        return retryable;
    }
}
