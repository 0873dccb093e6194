package io.ipdk.nativeaccess.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Sets options of sockets. Immutable. */
final class SocketOptions {
    private static final int TIMEVAL_BYTES = 16;
    private static final int MICROS_PER_SECOND = 1_000_000;

    private SocketOptions() {}

    /** Sets how long a call may block; zero is without end. A shorter time than a microsecond becomes one. */
    static void setTimeout(Fd fd, int option, Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout " + timeout + " is negative; zero waits without end");
        }
        long micros = timeout.isZero() ? 0 : Math.max(1, TimeUnit.MICROSECONDS.convert(timeout));
        ByteBuffer timeval = ByteBuffer.allocate(TIMEVAL_BYTES).order(ByteOrder.nativeOrder());
        timeval.putLong(micros / MICROS_PER_SECOND).putLong(micros % MICROS_PER_SECOND);
        int number = fd.enter();
        try {
            if (LibC.setsockopt(number, Linux.SOL_SOCKET, option, timeval.array(), TIMEVAL_BYTES) < 0) {
                throw new PosixException("setsockopt", fd + ", timeout " + timeout, LibC.errno());
            }
        } finally {
            fd.leave();
        }
    }
}
