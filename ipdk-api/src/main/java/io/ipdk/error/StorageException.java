package io.ipdk.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A disk's back end cannot be opened, read, written or made durable. */
public final class StorageException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    public StorageException(String problem, String advice) {
        this(problem, advice, null);
    }

    public StorageException(String problem, String advice, @Nullable Throwable cause) {
        super(problem, advice, false, cause);
    }
}
