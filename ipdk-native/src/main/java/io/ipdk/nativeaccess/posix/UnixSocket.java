package io.ipdk.nativeaccess.posix;

import io.ipdk.error.ClosedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connected Unix socket that carries bytes and file descriptors. Calls block; see the timeouts.
 *
 * <p>Thread-safe: one thread may receive while another sends, and {@link #shutdown} and {@link #close} may come from
 * anywhere at any time. Several senders take turns.
 */
public final class UnixSocket implements AutoCloseable {
    private final Fd fd;
    private final MessageBuffer incoming = new MessageBuffer();
    private final MessageBuffer outgoing = new MessageBuffer();
    private final ReentrantLock receiving = new ReentrantLock();
    private final ReentrantLock sending = new ReentrantLock();
    private final UseCount uses = new UseCount();

    UnixSocket(Fd fd) {
        this.fd = fd;
    }

    /** Two ends of one connection. Immutable. */
    public record Pair(UnixSocket first, UnixSocket second) {}

    /** Creates two stream sockets that are connected to each other. */
    public static Pair pair() {
        LibC.requireBound();
        int[] numbers = new int[2];
        if (LibC.socketpair(Linux.AF_UNIX, Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC, 0, numbers) < 0) {
            throw new PosixException("socketpair", "", LibC.errno());
        }
        return new Pair(
                new UnixSocket(Fd.adopt(numbers[0], "socket pair")),
                new UnixSocket(Fd.adopt(numbers[1], "socket pair")));
    }

    /** Connects to a stream socket; see {@link #connect(Path, SocketType, Duration)}. */
    public static UnixSocket connect(Path path, Duration timeout) {
        return connect(path, SocketType.STREAM, timeout);
    }

    /**
     * Connects to whoever listens on the path.
     *
     * @param timeout how long to wait while the listener's queue is full; zero waits without end
     * @throws PosixTimeoutException if the listener did not accept in time
     * @throws PosixException ENAMETOOLONG if the path is longer than 107 bytes, ENOENT if nothing is at the path, ECONNREFUSED if nobody listens there any more
     */
    public static UnixSocket connect(Path path, SocketType type, Duration timeout) {
        LibC.requireBound();
        byte[] address = UnixAddress.of(path);
        Fd fd = open(type, "socket to " + path);
        try {
            SocketOptions.setTimeout(fd, Linux.SO_SNDTIMEO, timeout);
            while (LibC.connect(fd.value(), address, address.length) < 0) {
                int errno = LibC.errno();
                if (errno == Errno.EAGAIN) {
                    throw new PosixTimeoutException(
                            "connect", path.toString(), "the listener did not accept within " + timeout);
                }
                if (errno != Errno.EINTR) {
                    throw new PosixException("connect", path.toString(), errno, connectAdvice(errno));
                }
            }
            SocketOptions.setTimeout(fd, Linux.SO_SNDTIMEO, Duration.ZERO);
            return new UnixSocket(fd);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    static Fd open(SocketType type, String description) {
        LibC.requireBound();
        int number = LibC.socket(Linux.AF_UNIX, type.number | Linux.SOCK_CLOEXEC, 0);
        if (number < 0) {
            throw new PosixException("socket", description, LibC.errno());
        }
        return Fd.adopt(number, description);
    }

    private static String connectAdvice(int errno) {
        return switch (errno) {
            case Errno.ENOENT -> "nothing is at this path; start the listening side first";
            case Errno.ECONNREFUSED -> "the socket is left over from a process that is gone; start that again";
            case Errno.EACCES -> "this user may not write to the socket; check its mode and group";
            default -> "";
        };
    }

    /** Takes over a connected socket that another process sent, and sets it to blocking. */
    public static UnixSocket adopt(Fd fd) {
        int number = fd.enter();
        try {
            int flags = LibC.fcntl(number, Linux.F_GETFL, 0);
            if (flags < 0
                    || ((flags & Linux.O_NONBLOCK) != 0
                            && LibC.fcntl(number, Linux.F_SETFL, flags & ~Linux.O_NONBLOCK) < 0)) {
                throw new PosixException("fcntl O_NONBLOCK", fd.toString(), LibC.errno());
            }
        } finally {
            fd.leave();
        }
        return new UnixSocket(fd);
    }

    /** The descriptor, to be polled; it stays with this object. */
    public Fd fd() {
        return fd;
    }

    /** Limits how long {@link #receive} waits for the first byte; zero, as at the start, waits without end. */
    public void setReceiveTimeout(Duration timeout) {
        SocketOptions.setTimeout(fd, Linux.SO_RCVTIMEO, timeout);
    }

    /** Limits how long {@link #send} waits for room each time it needs some; zero waits without end. */
    public void setSendTimeout(Duration timeout) {
        SocketOptions.setTimeout(fd, Linux.SO_SNDTIMEO, timeout);
    }

    /**
     * Receives what is there, at least one byte, and the descriptors that came with it.
     *
     * @param fds closed and emptied first, then filled; the caller takes the descriptors or closes the list
     * @return how many bytes came; 0 if the other side has closed the connection or this one was shut down
     * @throws PosixTimeoutException if nothing came in time
     * @throws PosixException EMSGSIZE if more than {@link FdList#CAPACITY} descriptors came or a whole message does not
     *     fit, EMFILE if this process may not open so many; all descriptors of the message are then closed
     */
    public int receive(byte[] buffer, int offset, int length, FdList fds) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            throw new IllegalArgumentException("a receive of 0 bytes could not tell the end of the stream");
        }
        fds.close();
        enter();
        receiving.lock();
        try {
            return receiveLocked(buffer, offset, Math.min(length, MessageBuffer.DATA_BYTES), fds);
        } finally {
            receiving.unlock();
            leave();
        }
    }

    private int receiveLocked(byte[] buffer, int offset, int length, FdList fds) {
        for (; ; ) {
            incoming.prepareReceive(length);
            int count = (int) LibC.recvmsg(fd.value(), incoming.address(), Linux.MSG_CMSG_CLOEXEC);
            if (count >= 0) {
                incoming.collectDescriptors(fds);
                requireWhole(fds);
                incoming.copyReceived(buffer, offset, count);
                return count;
            }
            int errno = LibC.errno();
            if (errno == Errno.EAGAIN) {
                throw new PosixTimeoutException("recvmsg", fd.toString(), "nothing came within the receive timeout");
            }
            if (errno != Errno.EINTR) {
                throw new PosixException("recvmsg", fd.toString(), errno);
            }
        }
    }

    private void requireWhole(FdList fds) {
        int flags = incoming.flags();
        if ((flags & Linux.MSG_CTRUNC) != 0) {
            boolean tooMany = fds.size() == FdList.CAPACITY;
            fds.close();
            throw tooMany
                    ? new PosixException(
                            "recvmsg",
                            fd.toString(),
                            Errno.EMSGSIZE,
                            "more than " + FdList.CAPACITY + " descriptors came with one message; all were closed")
                    : new PosixException(
                            "recvmsg",
                            fd.toString(),
                            Errno.EMFILE,
                            "descriptors were lost and the others closed; raise the limit of open files (ulimit -n)");
        }
        if ((flags & Linux.MSG_TRUNC) != 0) {
            fds.close();
            throw new PosixException(
                    "recvmsg", fd.toString(), Errno.EMSGSIZE, "a message was longer than the buffer and is lost");
        }
    }

    /**
     * Sends all bytes, and the descriptors with the first of them. The descriptors stay with the caller, who may close
     * them once this returns.
     *
     * @param length positive; for {@link SocketType#SEQUENCED_PACKET} at most 65536
     * @param fds at most {@link FdList#CAPACITY}
     * @throws PosixTimeoutException if the other side did not make room in time; a part may have been sent
     * @throws PosixException EPIPE if the other side has closed the connection
     */
    public void send(byte[] buffer, int offset, int length, Fd... fds) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            throw new IllegalArgumentException("a send of 0 bytes: at least one is needed to carry descriptors");
        }
        if (fds.length > FdList.CAPACITY) {
            throw new IllegalArgumentException(
                    fds.length + " descriptors with one message; the limit is " + FdList.CAPACITY);
        }
        enter();
        sending.lock();
        try {
            sendLocked(buffer, offset, length, fds);
        } finally {
            sending.unlock();
            leave();
        }
    }

    private void sendLocked(byte[] buffer, int offset, int length, Fd... fds) {
        int entered = 0;
        int[] numbers = new int[fds.length];
        try {
            for (; entered < fds.length; entered++) {
                numbers[entered] = fds[entered].enter();
            }
            int sent = 0;
            while (sent < length) {
                outgoing.prepareSend(buffer, offset + sent, Math.min(length - sent, MessageBuffer.DATA_BYTES));
                if (sent == 0 && numbers.length > 0) {
                    outgoing.attach(numbers, numbers.length);
                }
                sent += sendOnce();
            }
        } finally {
            while (entered > 0) {
                fds[--entered].leave();
            }
        }
    }

    private int sendOnce() {
        for (; ; ) {
            int count = (int) LibC.sendmsg(fd.value(), outgoing.address(), Linux.MSG_NOSIGNAL);
            if (count >= 0) {
                return count;
            }
            int errno = LibC.errno();
            if (errno == Errno.EAGAIN) {
                throw new PosixTimeoutException(
                        "sendmsg", fd.toString(), "the other side took nothing within the send timeout");
            }
            if (errno != Errno.EINTR) {
                throw new PosixException("sendmsg", fd.toString(), errno);
            }
        }
    }

    /** Ends the connection in both directions and wakes the threads that wait on it; the descriptor stays open. */
    public void shutdown() {
        if (uses.enter()) {
            LibC.shutdown(fd.value(), Linux.SHUT_RDWR);
            leave();
        }
    }

    private void enter() {
        if (!uses.enter()) {
            throw new ClosedException("UnixSocket on " + fd + " is closed", "");
        }
    }

    private void leave() {
        if (uses.leave()) {
            fd.close();
            incoming.close();
            outgoing.close();
        }
    }

    /**
     * Closes the descriptor without ending the connection, which lives on in the copies of it that were sent to others.
     * Threads that wait on it are not woken.
     */
    public void release() {
        if (uses.enter()) {
            uses.close();
            leave();
        }
    }

    /** Ends the connection, wakes the threads that wait on it, and closes the descriptor once they have left. */
    @Override
    public void close() {
        if (uses.enter()) {
            uses.close();
            LibC.shutdown(fd.value(), Linux.SHUT_RDWR);
            leave();
        }
    }

    @Override
    public String toString() {
        return "UnixSocket on " + fd;
    }
}
