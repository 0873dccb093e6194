package io.ipdk.nativeaccess.dpdk;

import io.ipdk.error.IpdkException;

/**
 * A function of DPDK refused. The message names the function, what it was called for and the error. Immutable.
 */
public final class DpdkException extends IpdkException {
    private static final long serialVersionUID = 1L;

    private static final int EAGAIN = 11;
    private static final int EBUSY = 16;

    private final String call;
    private final int errno;

    /**
     * @param call the function, such as {@code rte_eth_dev_configure}
     * @param subject what it was called for: a device, a queue, a pool
     * @param errno the Linux or DPDK error number, positive
     * @param text what the number means
     * @param advice what to do about it, or an empty text
     */
    public DpdkException(String call, String subject, int errno, String text, String advice) {
        super(
                call + "(" + subject + "): error " + errno + ", " + text,
                advice,
                errno == EAGAIN || errno == EBUSY,
                null);
        this.call = call;
        this.errno = errno;
    }

    /** The function that refused. */
    public String call() {
        return call;
    }

    /** The error number, positive. */
    public int errno() {
        return errno;
    }
}
