package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.UnixSocket;
import io.ipdk.virtio.vhostuser.message.MessageRules;
import io.ipdk.virtio.vhostuser.message.ProtocolViolationException;
import io.ipdk.virtio.vhostuser.message.VhostUserChannel;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import java.time.Duration;

/**
 * Sends requests to a back end and takes its answers, one at a time.
 *
 * <p>Confined to one thread (the front end's).
 */
final class FrontendCalls implements AutoCloseable {
    private static final int ACK_BYTES = 8;

    private final VhostUserChannel channel;
    private final VhostUserMessage message = new VhostUserMessage();
    private boolean acknowledged;

    FrontendCalls(UnixSocket socket, Duration replyTimeout) {
        channel = new VhostUserChannel(socket, replyTimeout);
    }

    /** Begins a request; the caller appends the payload. */
    VhostUserMessage begin(VhostUserRequest request) {
        return message.request(request.id());
    }

    /** Asks for an acknowledgement with each request that has no answer of its own, from now on. */
    void acknowledgeAll() {
        acknowledged = true;
    }

    /** Sends the request begun last, which has no answer of its own, and waits until it is carried out if that can be known. */
    void send(Fd... fds) {
        if (!acknowledged) {
            transfer(fds);
            return;
        }
        message.needReply();
        VhostUserMessage reply = call(ACK_BYTES, fds);
        long result = reply.longAt(0);
        if (result != 0) {
            throw new VhostUserException(
                    name(reply.id()) + " was refused with " + result, "the back end's log says why", false, null);
        }
    }

    /** Sends a request that is answered with a number. */
    long get(VhostUserRequest request) {
        begin(request);
        return call(Long.BYTES).longAt(0);
    }

    /** Sends a request that carries a number. */
    void set(VhostUserRequest request, long value) {
        begin(request).addLong(value);
        send();
    }

    /** Sends a request that carries a ring's number and something of the ring. */
    void set(VhostUserRequest request, int index, int value) {
        begin(request).addInt(index).addInt(value);
        send();
    }

    /**
     * Sends the request begun last and waits for its answer.
     *
     * @param bytes the size the answer must have, or negative for any
     * @return the answer, valid until the next request; the caller takes its descriptors
     */
    VhostUserMessage call(int bytes, Fd... fds) {
        int id = message.id();
        transfer(fds);
        try {
            if (!channel.receive(message, MessageRules::checkPayloadLimit)) {
                throw new VhostUserException(
                        "the back end closed the connection at " + name(id), "its log says why", true, null);
            }
        } catch (ProtocolViolationException | PosixException e) {
            throw new VhostUserException(name(id) + ": " + e.getMessage(), "", true, e);
        }
        boolean matches = message.id() == id
                && message.flags() == (VhostUserMessage.VERSION | VhostUserMessage.FLAG_REPLY)
                && (bytes < 0 || message.payloadBytes() == bytes);
        if (!matches) {
            String answer = message.toString();
            message.fds().close();
            throw new VhostUserException(
                    name(id) + " was answered with " + answer,
                    "a reply has the request's number, flags 5 and " + (bytes < 0 ? "any number of" : bytes) + " bytes",
                    false,
                    null);
        }
        return message;
    }

    private void transfer(Fd... fds) {
        message.fds().close();
        try {
            channel.send(message, fds);
        } catch (PosixException e) {
            throw new VhostUserException(name(message.id()) + ": " + e.getMessage(), "the back end is gone", true, e);
        }
    }

    private static String name(int id) {
        return String.valueOf(VhostUserRequest.of(id));
    }

    @Override
    public void close() {
        message.fds().close();
        channel.close();
    }
}
