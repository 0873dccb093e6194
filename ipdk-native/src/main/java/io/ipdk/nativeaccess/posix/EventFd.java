package io.ipdk.nativeaccess.posix;

/**
 * A notification between threads, processes or a hypervisor and its devices: it is signalled or not, and many signals
 * before a {@link #drain} count as one.
 *
 * <p>Thread-safe. {@link #signal} and {@link #drain} neither block nor allocate.
 */
public final class EventFd implements AutoCloseable {
    /** Where the counters end up that drain reads and nobody looks at; mapped with the first use. */
    private static final class Sink {
        static final MappedMemory MEMORY = MappedMemory.anonymous(Long.BYTES);
        static final long ADDRESS = MEMORY.address();
    }

    private final Fd fd;

    private EventFd(Fd fd) {
        this.fd = fd;
    }

    /** Creates an event that is not signalled. */
    public static EventFd create() {
        LibC.requireBound();
        int number = LibC.eventfd(0, Linux.EFD_CLOEXEC | Linux.EFD_NONBLOCK);
        if (number < 0) {
            throw new PosixException("eventfd", "", LibC.errno());
        }
        return new EventFd(Fd.adopt(number, "eventfd"));
    }

    /**
     * Takes over a descriptor that another process sent. It is set to non-blocking, for the sender too.
     *
     * @throws PosixException if the flags cannot be changed, in which case the descriptor stays with the caller
     */
    public static EventFd adopt(Fd fd) {
        int number = fd.enter();
        try {
            int flags = LibC.fcntl(number, Linux.F_GETFL, 0);
            if (flags < 0
                    || ((flags & Linux.O_NONBLOCK) == 0
                            && LibC.fcntl(number, Linux.F_SETFL, flags | Linux.O_NONBLOCK) < 0)) {
                throw new PosixException("fcntl O_NONBLOCK", fd.toString(), LibC.errno());
            }
        } finally {
            fd.leave();
        }
        return new EventFd(fd);
    }

    /** The descriptor, to be polled or sent to another process; it stays with this object. */
    public Fd fd() {
        return fd;
    }

    /** Signals the event; nothing more happens if it is signalled already. */
    public void signal() {
        int number = fd.enter();
        try {
            // EAGAIN: the counter is full, so the other side has been told more than enough.
            if (LibC.eventfd_write(number, 1) < 0 && LibC.errno() != Errno.EAGAIN) {
                throw new PosixException("eventfd_write", fd.toString(), LibC.errno());
            }
        } finally {
            fd.leave();
        }
    }

    /** Takes the signal back; true if there was one. */
    public boolean drain() {
        int number = fd.enter();
        try {
            long result = LibC.read(number, Sink.ADDRESS, Long.BYTES);
            if (result < 0 && LibC.errno() != Errno.EAGAIN) {
                throw new PosixException("read", fd.toString(), LibC.errno());
            }
            return result > 0;
        } finally {
            fd.leave();
        }
    }

    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "EventFd on " + fd;
    }
}
