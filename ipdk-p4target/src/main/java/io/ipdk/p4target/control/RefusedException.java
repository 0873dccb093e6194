package io.ipdk.p4target.control;

import io.ipdk.error.IpdkException;
import java.io.Serial;

/** An entity was refused; the code is P4Runtime's. Not retryable. */
public final class RefusedException extends IpdkException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final StatusCode code;

    public RefusedException(StatusCode code, String problem) {
        super(problem, "", false, null);
        this.code = code;
    }

    public StatusCode code() {
        return code;
    }

    static RefusedException invalid(String problem) {
        return new RefusedException(StatusCode.INVALID_ARGUMENT, problem);
    }

    static RefusedException missing(String problem) {
        return new RefusedException(StatusCode.NOT_FOUND, problem);
    }
}
