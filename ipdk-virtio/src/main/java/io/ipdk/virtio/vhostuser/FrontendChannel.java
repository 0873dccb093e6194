package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.UnixSocket;
import io.ipdk.virtio.vhostuser.message.BackendRequest;
import io.ipdk.virtio.vhostuser.message.ProtocolViolation;
import io.ipdk.virtio.vhostuser.message.ProtocolViolationException;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The second socket of a connection, on which the back end asks and the front end serves.
 *
 * <p>Requests are sent without asking for a reply: a front end that waits for an answer of the back end does not serve this
 * socket meanwhile, and waiting for it would be waiting for ourselves.
 *
 * <p>Thread-safe.
 */
final class FrontendChannel implements AutoCloseable {
    // A front end that does not read has 200 KiB of requests waiting before this matters.
    private static final Duration NEARLY_NO_TIME = Duration.ofNanos(1_000);

    private @Nullable UnixSocket socket;

    /** SET_BACKEND_REQ_FD: takes over the socket that came with the message. */
    void open(VhostUserMessage message) {
        Fd fd = message.fds().take(0);
        UnixSocket opened = null;
        try {
            opened = UnixSocket.adopt(fd);
            opened.setSendTimeout(NEARLY_NO_TIME);
        } catch (PosixException e) {
            if (opened != null) {
                opened.close();
            }
            fd.close();
            throw new ProtocolViolationException(
                    ProtocolViolation.BACKEND_CHANNEL_NOT_USABLE, String.valueOf(e.getMessage()));
        }
        replace(opened);
    }

    private synchronized void replace(@Nullable UnixSocket next) {
        if (socket != null) {
            socket.close();
        }
        socket = next;
    }

    /** Tells the front end that the configuration space has changed; false if it cannot be told. */
    synchronized boolean configChanged() {
        if (socket == null) {
            return false;
        }
        VhostUserMessage message = new VhostUserMessage().request(BackendRequest.CONFIG_CHANGE);
        try {
            socket.send(message.bytes(), 0, VhostUserMessage.HEADER_BYTES);
            return true;
        } catch (PosixException e) {
            return false;
        }
    }

    @Override
    public void close() {
        replace(null);
    }
}
