package io.ipdk.nativeaccess.posix;

/** A call on a socket did not finish within the time it was given; the same call may be made again. Immutable. */
public final class PosixTimeoutException extends PosixException {
    private static final long serialVersionUID = 1L;

    PosixTimeoutException(String call, String subject, String advice) {
        super(call, subject, Errno.ETIMEDOUT, advice);
    }
}
