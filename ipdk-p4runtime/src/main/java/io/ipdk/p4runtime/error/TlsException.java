package io.ipdk.p4runtime.error;

import java.io.Serial;

/** The two sides do not trust each other: certificate, name or protocol. Not retryable. */
public final class TlsException extends P4RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    TlsException(String problem, Throwable cause) {
        super(
                StatusCode.UNAVAILABLE,
                problem,
                "check the trusted certificates, the name that the target's certificate is for and, with mutual TLS, the"
                        + " client's own certificate",
                false,
                cause);
    }
}
