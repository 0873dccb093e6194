package io.ipdk.p4runtime.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The target did not let this client take part: unknown device, election id in use, role config refused, no answer. */
public final class ArbitrationException extends P4RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ArbitrationException(StatusCode code, String problem, String advice, @Nullable Throwable cause) {
        super(code, problem, advice, code.retryable(), cause);
    }
}
