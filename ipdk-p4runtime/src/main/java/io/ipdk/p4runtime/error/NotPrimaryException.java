package io.ipdk.p4runtime.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Only the primary of a role may do this, and this client is not, or not yet. Retryable once it is. */
public final class NotPrimaryException extends P4RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public NotPrimaryException(String problem, String advice, @Nullable Throwable cause) {
        super(StatusCode.PERMISSION_DENIED, problem, advice, true, cause);
    }
}
