package io.ipdk.testkit.guest;

import io.ipdk.error.IpdkException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A guest cannot be made or booted, died, or did not do what it was told. The message ends with what it last said. */
public final class GuestException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    GuestException(String problem, String advice) {
        this(problem, advice, null);
    }

    GuestException(String problem, String advice, @Nullable Throwable cause) {
        super(problem, advice, false, cause);
    }
}
