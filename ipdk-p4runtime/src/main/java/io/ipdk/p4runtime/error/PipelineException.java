package io.ipdk.p4runtime.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A pipeline was refused, is missing, or is not the one that was expected. */
public final class PipelineException extends P4RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public PipelineException(StatusCode code, String problem, String advice, @Nullable Throwable cause) {
        super(code, problem, advice, code.retryable(), cause);
    }
}
