package io.ipdk.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Everything of a kind is in use: hot-plug slots, names, memory. Retryable once something was released. */
public final class CapacityException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    public CapacityException(String problem, String advice) {
        this(problem, advice, null);
    }

    public CapacityException(String problem, String advice, @Nullable Throwable cause) {
        super(problem, advice, true, cause);
    }
}
