package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.Poller;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.PosixTimeoutException;
import io.ipdk.nativeaccess.posix.SocketType;
import io.ipdk.nativeaccess.posix.UnixServerSocket;
import io.ipdk.nativeaccess.posix.UnixSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where front ends come from: a socket they connect to, or a socket of theirs.
 *
 * <p>Confined to the control thread, except {@link #close}.
 */
interface FrontendSource extends AutoCloseable {
    /** Makes the poller report the token when {@link #next} has something to give. */
    void register(Poller poller, long token);

    /** The next front end, or empty if there is none right now. */
    Optional<UnixSocket> next();

    /** How long to wait before {@link #next} is asked again without being reported, in nanoseconds; negative for ever. */
    long retryNanos();

    @Override
    void close();

    /** Front ends connect to a socket at this path. */
    static FrontendSource listening(Path path, int mode) {
        UnixServerSocket listener = UnixServerSocket.bind(path, SocketType.STREAM, mode);
        // A front end can be gone again between the poller's word and the accept.
        listener.setAcceptTimeout(Duration.ofMillis(1));
        return new FrontendSource() {
            @Override
            public void register(Poller poller, long token) {
                poller.add(listener.fd(), token);
            }

            @Override
            public Optional<UnixSocket> next() {
                try {
                    return listener.accept();
                } catch (PosixTimeoutException e) {
                    return Optional.empty();
                }
            }

            @Override
            public long retryNanos() {
                return -1;
            }

            @Override
            public void close() {
                listener.close();
            }
        };
    }

    /** A front end listens at this path. */
    static FrontendSource connecting(Path path, Duration interval) {
        return new FrontendSource() {
            @Override
            public void register(Poller poller, long token) {}

            @Override
            public Optional<UnixSocket> next() {
                try {
                    return Optional.of(UnixSocket.connect(path, interval));
                } catch (PosixException e) {
                    return Optional.empty();
                }
            }

            @Override
            public long retryNanos() {
                return interval.toNanos();
            }

            @Override
            public void close() {}
        };
    }
}
