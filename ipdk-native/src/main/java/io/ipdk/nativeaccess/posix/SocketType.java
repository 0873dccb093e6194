package io.ipdk.nativeaccess.posix;

/** How a Unix socket delimits what is sent. Immutable. */
public enum SocketType {
    /** A stream of bytes without boundaries, as vhost-user uses it. */
    STREAM(Linux.SOCK_STREAM),
    /** Whole messages in order, as DPDK's telemetry uses it. */
    SEQUENCED_PACKET(Linux.SOCK_SEQPACKET);

    final int number;

    SocketType(int number) {
        this.number = number;
    }
}
