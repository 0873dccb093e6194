package io.ipdk.virtio.vhostuser.message;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.FdList;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.PosixTimeoutException;
import io.ipdk.nativeaccess.posix.UnixSocket;
import java.time.Duration;

/**
 * Cuts the byte stream of a socket into messages, with their descriptors.
 *
 * <p>{@link #receive} is confined to one thread; the rest is thread-safe.
 */
public final class VhostUserChannel implements AutoCloseable {
    private final UnixSocket socket;
    private final Duration messageTimeout;
    private final FdList stray = new FdList();

    /**
     * @param messageTimeout how long a message may take from its first byte to its last, and a send to be taken
     */
    public VhostUserChannel(UnixSocket socket, Duration messageTimeout) {
        this.socket = socket;
        this.messageTimeout = messageTimeout;
        socket.setReceiveTimeout(messageTimeout);
        socket.setSendTimeout(messageTimeout);
    }

    /** The socket's descriptor, to be polled. */
    public Fd fd() {
        return socket.fd();
    }

    /**
     * Receives one message. The caller polls the socket first if it wants to wait for longer than a message may take.
     *
     * <p>The header is received first: it says how much more belongs to this message. Descriptors come with the first byte.
     *
     * @param rules what the header must look like, checked before the payload is read
     * @return false if the connection ended between two messages
     * @throws ProtocolViolationException if the message is cut off, too slow, too large, or has descriptors elsewhere
     */
    public boolean receive(VhostUserMessage message, HeaderRules rules) {
        long deadline = System.nanoTime() + messageTimeout.toNanos();
        message.request(0);
        if (!fill(message, 0, VhostUserMessage.HEADER_BYTES, deadline)) {
            return false;
        }
        rules.check(message);
        fill(message, VhostUserMessage.HEADER_BYTES, message.payloadBytes(), deadline);
        return true;
    }

    /** What the header of a message must look like. */
    @FunctionalInterface
    public interface HeaderRules {
        void check(VhostUserMessage message);
    }

    private boolean fill(VhostUserMessage message, int start, int length, long deadline) {
        for (int done = 0; done < length; ) {
            boolean first = start + done == 0;
            int count = receiveSome(message, start + done, length - done, first ? message.fds() : stray);
            if (count == 0) {
                if (first) {
                    return false;
                }
                throw new ProtocolViolationException(
                        ProtocolViolation.MESSAGE_CUT_OFF, "the connection ended after " + (start + done) + " bytes");
            }
            if (!stray.isEmpty()) {
                stray.close();
                throw new ProtocolViolationException(
                        ProtocolViolation.FD_COUNT, "descriptors came inside a message; they belong to its first byte");
            }
            done += count;
            if (done < length) {
                awaitRest(deadline, start + done);
            }
        }
        return true;
    }

    private int receiveSome(VhostUserMessage message, int offset, int length, FdList fds) {
        try {
            return socket.receive(message.bytes(), offset, length, fds);
        } catch (PosixTimeoutException e) {
            throw timeout(offset);
        } catch (PosixException e) {
            if ("EMSGSIZE".equals(e.errnoName())) {
                throw new ProtocolViolationException(ProtocolViolation.FD_COUNT, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    // The socket's own timeout starts again with every byte: a peer that drips them would never run out of time.
    private void awaitRest(long deadline, int received) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw timeout(received);
        }
    }

    private ProtocolViolationException timeout(int received) {
        return new ProtocolViolationException(
                ProtocolViolation.MESSAGE_TIMEOUT,
                "only " + received + " bytes of a message came within " + messageTimeout.toMillis() + " ms");
    }

    /** Sends a message with header and payload in one piece, which some peers rely on. */
    public void send(VhostUserMessage message, Fd... fds) {
        socket.send(message.bytes(), 0, VhostUserMessage.HEADER_BYTES + message.payloadBytes(), fds);
    }

    /** Ends the connection and wakes a thread that receives. */
    public void shutdown() {
        socket.shutdown();
    }

    @Override
    public void close() {
        stray.close();
        socket.close();
    }
}
