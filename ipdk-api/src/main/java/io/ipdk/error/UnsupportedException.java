package io.ipdk.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** This IPU, host or machine cannot do what was asked. Not retryable; see the capabilities. */
public final class UnsupportedException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    public UnsupportedException(String problem, String advice) {
        this(problem, advice, null);
    }

    public UnsupportedException(String problem, String advice, @Nullable Throwable cause) {
        super(problem, advice, false, cause);
    }
}
