package io.ipdk.p4runtime.error;

import io.ipdk.error.IpdkException;
import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The root of what goes wrong with P4Runtime. {@link #code()} is the target's code, or the one that fits best. */
public class P4RuntimeException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final StatusCode code;

    /**
     * @param code the target's code, or the one that a target would give
     * @param problem what was asked and what came back, without a final full stop
     * @param advice what the caller can do next; may be empty
     * @param retryable whether the same call can succeed later
     */
    public P4RuntimeException(
            StatusCode code, String problem, String advice, boolean retryable, @Nullable Throwable cause) {
        super(problem, advice, retryable, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    public final StatusCode code() {
        return code;
    }
}
