package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.PosixTimeoutException;
import io.ipdk.nativeaccess.posix.UnixSocket;
import io.ipdk.virtio.vhostuser.message.BackendRequest;
import io.ipdk.virtio.vhostuser.message.MessageRules;
import io.ipdk.virtio.vhostuser.message.ProtocolViolation;
import io.ipdk.virtio.vhostuser.message.ProtocolViolationException;
import io.ipdk.virtio.vhostuser.message.VhostUserChannel;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import java.time.Duration;

/**
 * The front end's side of the second socket: what a back end reports of itself.
 *
 * <p>Confined to one thread (the front end's).
 */
final class BackendEvents implements AutoCloseable {
    private static final Duration MESSAGE_TIMEOUT = Duration.ofSeconds(1);

    private final UnixSocket mine;
    private final UnixSocket theirs;
    private final VhostUserChannel channel;
    private final VhostUserMessage message = new VhostUserMessage();

    BackendEvents() {
        UnixSocket.Pair pair = UnixSocket.pair();
        mine = pair.first();
        theirs = pair.second();
        channel = new VhostUserChannel(mine, MESSAGE_TIMEOUT);
    }

    /** The end that the back end gets. */
    Fd remoteEnd() {
        return theirs.fd();
    }

    /** Closes this process's copy of the back end's end, once that has been sent. */
    void closeRemoteEnd() {
        theirs.release();
    }

    /** The descriptor that becomes readable when {@link #receiveConfigChange} has something to receive. */
    Fd fd() {
        return mine.fd();
    }

    /**
     * Waits for one message.
     *
     * @return whether it says that the configuration space has changed; false too if nothing came in time
     */
    boolean receiveConfigChange(Duration timeout) {
        try {
            mine.setReceiveTimeout(timeout);
            if (!channel.receive(message, MessageRules::checkPayloadLimit)) {
                return false;
            }
            boolean changed = message.id() == BackendRequest.CONFIG_CHANGE;
            if (message.needsReply()) {
                channel.send(message.replyTo(message.id()).addLong(changed ? 0 : 1));
            }
            return changed;
        } catch (PosixTimeoutException e) {
            return false;
        } catch (ProtocolViolationException e) {
            if (e.violation() == ProtocolViolation.MESSAGE_TIMEOUT) {
                return false;
            }
            throw new VhostUserException("back-end request: " + e.getMessage(), "", false, e);
        } catch (PosixException e) {
            throw new VhostUserException("back-end request: " + e.getMessage(), "", true, e);
        } finally {
            message.fds().close();
        }
    }

    @Override
    public void close() {
        theirs.release();
        channel.close();
    }
}
