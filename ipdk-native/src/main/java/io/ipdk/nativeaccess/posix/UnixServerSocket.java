package io.ipdk.nativeaccess.posix;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Listens on a Unix socket. The file is removed again by {@link #close}.
 *
 * <p>Thread-safe; {@link #shutdown} and {@link #close} wake a thread that waits in {@link #accept}.
 */
public final class UnixServerSocket implements AutoCloseable {
    /** Read and write for the owner and its group. */
    public static final int DEFAULT_MODE = 0660;

    private static final int BACKLOG = 16;

    private final Path path;
    private final Fd fd;
    private final FileStatus file;
    private final UseCount uses = new UseCount();

    private UnixServerSocket(Path path, Fd fd, FileStatus file) {
        this.path = path;
        this.fd = fd;
        this.file = file;
    }

    /** Listens for streams with {@link #DEFAULT_MODE}; see {@link #bind(Path, SocketType, int)}. */
    public static UnixServerSocket bind(Path path) {
        return bind(path, SocketType.STREAM, DEFAULT_MODE);
    }

    /**
     * Creates the socket file and listens. A socket left over from a process that is gone is replaced.
     *
     * @param mode the permission bits of the file, in force before anybody can connect
     * @throws PosixException ENAMETOOLONG if the path is longer than 107 bytes, EADDRINUSE if another process listens there, EEXIST if something else than a socket is at the
     *     path, ENOENT or EACCES if the directory is missing or not writable
     */
    public static UnixServerSocket bind(Path path, SocketType type, int mode) {
        LibC.requireBound();
        byte[] address = UnixAddress.of(path);
        Fd fd = UnixSocket.open(type, "socket at " + path);
        try {
            // The file gets the socket's own mode, less the umask: never more than asked for, not even for a moment.
            LibC.fchmod(fd.value(), mode);
            if (LibC.bind(fd.value(), address, address.length) < 0) {
                int errno = LibC.errno();
                if (errno != Errno.EADDRINUSE) {
                    throw new PosixException("bind", path.toString(), errno, bindAdvice(errno, path));
                }
                StaleSocket.remove(path);
                if (LibC.bind(fd.value(), address, address.length) < 0) {
                    throw new PosixException("bind", path.toString(), LibC.errno());
                }
            }
            if (LibC.chmod(NativeText.of(path), mode) < 0 || LibC.listen(fd.value(), BACKLOG) < 0) {
                throw new PosixException("listen", path.toString(), LibC.errno());
            }
            return new UnixServerSocket(path, fd, FileStatus.of(path));
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private static String bindAdvice(int errno, Path path) {
        return switch (errno) {
            case Errno.ENOENT -> "create the directory " + path.toAbsolutePath().getParent() + " first";
            case Errno.ENOTDIR -> path.toAbsolutePath().getParent() + " is not a directory";
            case Errno.EACCES, Errno.EROFS ->
                "this user may not write to the directory "
                        + path.toAbsolutePath().getParent();
            default -> "";
        };
    }

    /** The path as it was given. */
    public Path path() {
        return path;
    }

    /** The descriptor, to be polled; it stays with this object. */
    public Fd fd() {
        return fd;
    }

    /** Limits how long {@link #accept} waits; zero, as at the start, waits without end. */
    public void setAcceptTimeout(Duration timeout) {
        SocketOptions.setTimeout(fd, Linux.SO_RCVTIMEO, timeout);
    }

    /**
     * Waits for the next connection.
     *
     * @return the connection, or empty after {@link #shutdown} or {@link #close}
     * @throws PosixTimeoutException if nobody connected in time
     */
    public Optional<UnixSocket> accept() {
        if (!uses.enter()) {
            return Optional.empty();
        }
        try {
            for (; ; ) {
                int number = LibC.accept4(fd.value(), 0, 0, Linux.SOCK_CLOEXEC);
                if (number >= 0) {
                    return Optional.of(new UnixSocket(Fd.adopt(number, "connection at " + path)));
                }
                switch (LibC.errno()) {
                    case Errno.EINTR, Errno.ECONNABORTED -> {}
                    case Errno.EINVAL -> {
                        return Optional.empty();
                    }
                    case Errno.EAGAIN ->
                        throw new PosixTimeoutException(
                                "accept4", path.toString(), "nobody connected within the accept timeout");
                    default -> throw new PosixException("accept4", path.toString(), LibC.errno());
                }
            }
        } finally {
            leave();
        }
    }

    /** Refuses connections from now on and wakes a thread that waits in {@link #accept}. */
    public void shutdown() {
        if (uses.enter()) {
            LibC.shutdown(fd.value(), Linux.SHUT_RDWR);
            leave();
        }
    }

    private void leave() {
        if (uses.leave()) {
            fd.close();
        }
    }

    @Override
    public void close() {
        if (uses.enter()) {
            uses.close();
            unlinkOwn();
            LibC.shutdown(fd.value(), Linux.SHUT_RDWR);
            leave();
        }
    }

    // Somebody may have put another socket at the path meanwhile: that one stays.
    private void unlinkOwn() {
        try {
            if (FileStatus.of(path).isSameFile(file)) {
                LibC.unlink(NativeText.of(path));
            }
        } catch (PosixException e) {
            // The file is gone already.
        }
    }

    @Override
    public String toString() {
        return "UnixServerSocket at " + path;
    }
}
