package io.ipdk.nativeaccess.posix;

import io.ipdk.error.IpdkException;

/**
 * A system call failed. The message names the call, what it was about, the error and, where there is one, the next step.
 *
 * <p>Immutable.
 */
public class PosixException extends IpdkException {
    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;

    /**
     * @param call the function that failed, such as {@code open}
     * @param subject what it was called for: a path, a descriptor, an interface name
     * @param errno the Linux error number
     * @param advice what to do about it, or an empty text
     */
    PosixException(String call, String subject, int errno, String advice) {
        super(
                call + "(" + subject + "): " + Errno.name(errno) + ", " + LibC.strerror(errno),
                advice,
                Errno.isTransient(errno),
                null);
        this.call = call;
        this.errno = errno;
    }

    PosixException(String call, String subject, int errno) {
        this(call, subject, errno, "");
    }

    /** The function of the C library that failed, such as {@code open}. */
    public String call() {
        return call;
    }

    /** The Linux error number. */
    public int errno() {
        return errno;
    }

    /** The symbolic name of the error number, such as {@code ENOENT}. */
    public String errnoName() {
        return Errno.name(errno);
    }
}
