package io.ipdk.p4runtime.error;

import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Error;

/** A call failed as a whole: the target refused it, or could not be reached. */
public final class RpcException extends P4RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String rpc;
    private final String targetMessage;
    private final transient List<Error> details;

    RpcException(
            String rpc,
            StatusCode code,
            String targetMessage,
            List<Error> details,
            String advice,
            @Nullable Throwable cause) {
        super(
                code,
                rpc + " failed with " + code + (targetMessage.isEmpty() ? "" : ": " + targetMessage),
                advice,
                code.retryable(),
                cause);
        this.rpc = rpc;
        this.targetMessage = targetMessage;
        this.details = List.copyOf(details);
    }

    /** The call's name in the specification, such as {@code Write}. */
    public String rpc() {
        return rpc;
    }

    /** What the target said; may be empty. */
    public String targetMessage() {
        return targetMessage;
    }

    /** The {@code p4.v1.Error}s that came with the code, in the target's order. Empty after deserialisation. */
    public List<Error> details() {
        return details == null ? List.of() : details;
    }
}
