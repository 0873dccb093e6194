package io.ipdk.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An answer did not come in time. What was asked may still happen; read the status before asking again. */
public final class DeadlineExceededException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    public DeadlineExceededException(String problem, String advice) {
        this(problem, advice, null);
    }

    public DeadlineExceededException(String problem, String advice, @Nullable Throwable cause) {
        super(problem, advice, true, cause);
    }
}
