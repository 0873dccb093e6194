package io.ipdk.virtio.vhostuser;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.posix.Poller;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.UnixSocket;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.VirtioDevice;
import io.ipdk.virtio.limit.TokenBucket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves one virtio device to one front end after the other: hypervisors, DPDK processes, or our own
 * {@link VhostUserFrontend}.
 *
 * <p>Whatever a front end does wrong costs it the connection and nobody anything else; the next one is welcome. While one is
 * connected others are turned away. The work is done on one daemon thread of the server's own, which sleeps while nothing is
 * said.
 *
 * <p>Thread-safe. {@link #close} takes bounded time and may be called from any thread, the device's callbacks included.
 */
public final class VhostUserServer implements AutoCloseable {
    private static final long SOURCE = 1;
    private static final long CONNECTION = 2;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final long PAUSE_AFTER_FAILURE_NANOS = 100_000_000;

    // Far above what a front end needs to start a device with 512 memory slots, far below what keeps a core busy.
    private static final long MESSAGES_PER_SECOND = 10_000;
    private static final long MESSAGE_BURST = 5_000;

    private final Path path;
    private final VirtioDevice device;
    private final VhostUserOptions options;
    private final FrontendSource source;
    private final ServerCounters counters;
    private final TokenBucket messages = new TokenBucket(MESSAGES_PER_SECOND, MESSAGE_BURST, System.nanoTime());
    private final Poller poller = Poller.create();
    private final Thread control;
    private volatile boolean closed;

    private VhostUserServer(Path path, VirtioDevice device, VhostUserOptions options, FrontendSource source) {
        this.path = path;
        this.device = device;
        this.options = options;
        this.source = source;
        this.counters = new ServerCounters(path.toString());
        this.control = new Thread(this::run, "vhost-user " + path.getFileName());
        control.setDaemon(true);
    }

    /**
     * Listens on a socket for front ends, which is how hypervisors want it.
     *
     * @param path at most 107 bytes long; a socket left over from a process that is gone is replaced
     * @throws PosixException if the socket cannot be made; the message says why and what to do
     * @throws IllegalArgumentException if the path is too long
     */
    public static VhostUserServer listen(Path path, VirtioDevice device, VhostUserOptions options) {
        return start(path, device, options, FrontendSource.listening(path, options.socketMode()));
    }

    /** Connects to a front end that listens (QEMU with {@code server=on}, virtio-user with {@code server=1}), again and again. */
    public static VhostUserServer connect(Path path, VirtioDevice device, VhostUserOptions options) {
        return start(path, device, options, FrontendSource.connecting(path, options.reconnectInterval()));
    }

    private static VhostUserServer start(
            Path path, VirtioDevice device, VhostUserOptions options, FrontendSource source) {
        VhostUserServer server = new VhostUserServer(path, device, options, source);
        source.register(server.poller, SOURCE);
        server.control.start();
        return server;
    }

    /** The socket. */
    public Path path() {
        return path;
    }

    /** What was observed so far. */
    public VhostUserServerInfo info() {
        return counters.snapshot();
    }

    private void run() {
        try (poller) {
            while (!closed) {
                try {
                    source.next().ifPresentOrElse(this::serve, () -> poller.await(source.retryNanos()));
                } catch (PosixException | InternalError e) {
                    counters.socketFailure(e);
                    LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
                }
            }
        } finally {
            source.close();
        }
    }

    private void serve(UnixSocket socket) {
        pace();
        BackendConnection connection = new BackendConnection(socket, device, options, counters, this::wake);
        poller.add(connection.fd(), CONNECTION);
        counters.connected();
        connection.begin();
        while (!connection.isOver()) {
            try {
                serve(connection);
            } catch (InternalError lateFault) {
                connection.fault(lateFault);
            }
        }
        forget(connection);
        connection.release();
    }

    private void serve(BackendConnection connection) {
        int ready = poller.await(-1);
        if (closed) {
            connection.end(DisconnectCause.SERVER_CLOSED, "the device is no longer served");
        } else if (isReady(ready, CONNECTION)) {
            pace();
            connection.serveOne();
        } else if (isReady(ready, SOURCE)) {
            // Only once the connected one has nothing to say: it might be saying that it is gone.
            turnAway();
        }
    }

    private void forget(BackendConnection connection) {
        try {
            poller.remove(connection.fd());
        } catch (InternalError lateFault) {
            // Thrown for what was touched before; the descriptor leaves the poller when it is closed.
            connection.fault(lateFault);
        }
    }

    private boolean isReady(int ready, long token) {
        for (int i = 0; i < ready; i++) {
            if (poller.token(i) == token) {
                return true;
            }
        }
        return false;
    }

    private void pace() {
        long now = System.nanoTime();
        if (!messages.tryTake(1, now)) {
            LockSupport.parkNanos(messages.readyAtNanos(now) - now);
        }
    }

    private void turnAway() {
        source.next().ifPresent(second -> {
            second.close();
            counters.refused();
        });
    }

    private void wake() {
        try {
            poller.wake();
        } catch (ClosedException closedMeanwhile) {
            // The control thread has ended.
        }
    }

    /** Ends the connection, if there is one, and stops serving. The device can be served again afterwards. */
    @Override
    public void close() {
        closed = true;
        source.close();
        wake();
        if (Thread.currentThread() == control) {
            return;
        }
        boolean interrupted = false;
        try {
            control.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "vhost-user server at " + path;
    }
}
