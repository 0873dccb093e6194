package io.ipdk.testkit.spdk;

/**
 * Which SPDK a double is.
 *
 * <p>Immutable.
 *
 * @param year the release's year, two digits
 * @param month the release's month
 * @param crypto whether the module for encrypted block devices is built in
 * @param limitsChange whether limits can be changed a second time; 26.09-pre refuses that with EAGAIN while nobody uses the
 *     device
 * @param waitForRpc whether it waits for {@code framework_start_init}
 * @param servesDisks whether a vhost controller's socket is served, by a qemu-storage-daemon for each
 */
public record SpdkDoubleOptions(
        int year, int month, boolean crypto, boolean limitsChange, boolean waitForRpc, boolean servesDisks) {

    /** 26.09 as it was recorded: without the crypto module, with limits that can be set once, without disks behind sockets. */
    public static SpdkDoubleOptions recorded() {
        return new SpdkDoubleOptions(26, 9, false, false, false, false);
    }

    /** Another release. */
    public SpdkDoubleOptions withVersion(int newYear, int newMonth) {
        return new SpdkDoubleOptions(newYear, newMonth, crypto, limitsChange, waitForRpc, servesDisks);
    }

    /** With the crypto module. */
    public SpdkDoubleOptions withCrypto() {
        return new SpdkDoubleOptions(year, month, true, limitsChange, waitForRpc, servesDisks);
    }

    /** With limits that can be changed again and again. */
    public SpdkDoubleOptions withLimitsChange() {
        return new SpdkDoubleOptions(year, month, crypto, true, waitForRpc, servesDisks);
    }

    /** In the phase before initialisation. */
    public SpdkDoubleOptions withWaitForRpc() {
        return new SpdkDoubleOptions(year, month, crypto, limitsChange, true, servesDisks);
    }

    /** With real disks behind the controllers' sockets; needs qemu-storage-daemon. */
    public SpdkDoubleOptions withDisks() {
        return new SpdkDoubleOptions(year, month, crypto, limitsChange, waitForRpc, true);
    }

    boolean isAtLeast(int otherYear, int otherMonth) {
        return year > otherYear || (year == otherYear && month >= otherMonth);
    }
}
