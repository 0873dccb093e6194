package io.ipdk.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The object was closed. Not retryable. */
public final class ClosedException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ClosedException(String problem, String advice) {
        this(problem, advice, null);
    }

    public ClosedException(String problem, String advice, @Nullable Throwable cause) {
        super(problem, advice, false, cause);
    }
}
