package io.ipdk.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The host's side refused, failed or could not be reached: the hypervisor, its control socket, the guest. */
public final class HostException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    public HostException(String problem, String advice, boolean retryable) {
        this(problem, advice, retryable, null);
    }

    public HostException(String problem, String advice, boolean retryable, @Nullable Throwable cause) {
        super(problem, advice, retryable, cause);
    }
}
