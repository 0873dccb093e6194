package io.ipdk.virtio.vhostuser;

import io.ipdk.error.IpdkException;
import org.jspecify.annotations.Nullable;

/** A back end refused a request, answered with something else than was asked for, or went away. Immutable. */
public final class VhostUserException extends IpdkException {
    private static final long serialVersionUID = 1L;

    VhostUserException(String problem, String advice, boolean retryable, @Nullable Throwable cause) {
        super(problem, advice, retryable, cause);
    }
}
