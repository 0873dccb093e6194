package io.ipdk.p4target;

import io.ipdk.error.IpdkException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline was refused: its JSON or P4Info is broken, they do not belong together, or the program uses something this
 * target does not have. The message names it and its source line. Not retryable.
 */
public final class P4LoadException extends IpdkException {
    @Serial
    private static final long serialVersionUID = 1L;

    public P4LoadException(String problem, String advice) {
        this(problem, advice, null);
    }

    public P4LoadException(String problem, String advice, @Nullable Throwable cause) {
        super(problem, advice, false, cause);
    }
}
