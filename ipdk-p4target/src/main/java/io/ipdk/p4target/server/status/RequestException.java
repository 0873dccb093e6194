package io.ipdk.p4target.server.status;

import com.google.rpc.Code;
import io.ipdk.error.IpdkException;
import java.io.Serial;
import java.util.Objects;

/** A request that the specification has the server refuse. */
public final class RequestException extends IpdkException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** @param code the canonical code that the specification names for this failure */
    public RequestException(Code code, String problem) {
        this(code, problem, "");
    }

    public RequestException(Code code, String problem, String advice) {
        super(problem, advice, code == Code.UNAVAILABLE || code == Code.RESOURCE_EXHAUSTED, null);
        this.code = Objects.requireNonNull(code, "code");
    }

    /** A malformed request. */
    public static RequestException invalid(String problem) {
        return new RequestException(Code.INVALID_ARGUMENT, problem);
    }

    /** Something that does not exist. */
    public static RequestException notFound(String problem) {
        return new RequestException(Code.NOT_FOUND, problem);
    }

    public Code code() {
        return code;
    }
}
