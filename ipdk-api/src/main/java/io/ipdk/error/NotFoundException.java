package io.ipdk.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What the caller named does not exist. Not retryable. */
public final class NotFoundException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    public NotFoundException(String problem, String advice) {
        this(problem, advice, null);
    }

    public NotFoundException(String problem, String advice, @Nullable Throwable cause) {
        super(problem, advice, false, cause);
    }
}
