package io.ipdk.nativeaccess.spdk.rpc;

import io.ipdk.error.IpdkException;
import java.io.Serial;

/** SPDK refused a call, or answered what makes no sense. {@link #kind} says what it means, {@link #code} what SPDK said. */
public final class SpdkException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String method;
    private final int code;
    private final SpdkErrorKind kind;

    SpdkException(String method, int code, SpdkErrorKind kind, String problem, String advice) {
        super(problem, advice, kind.retryable(), null);
        this.method = method;
        this.code = code;
        this.kind = kind;
    }

    /** The method that was called. */
    public String method() {
        return method;
    }

    /** What SPDK answered: a JSON-RPC code, or a negative errno; 0 if the answer itself makes no sense. */
    public int code() {
        return code;
    }

    /** What it means. */
    public SpdkErrorKind kind() {
        return kind;
    }
}
