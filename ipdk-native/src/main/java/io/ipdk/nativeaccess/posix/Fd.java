package io.ipdk.nativeaccess.posix;

import io.ipdk.error.ClosedException;

/**
 * Owns one file descriptor and closes it exactly once, after the last running call of this package on it has returned.
 *
 * <p>Thread-safe.
 */
public final class Fd implements AutoCloseable {
    private final int number;
    private final String description;
    private final UseCount uses = new UseCount();

    private Fd(int number, String description) {
        this.number = number;
        this.description = description;
    }

    /**
     * Takes over a descriptor; whoever holds the number must no longer close it.
     *
     * @param number the descriptor, not negative
     * @param description what it is, for messages
     */
    public static Fd adopt(int number, String description) {
        if (number < 0) {
            throw new IllegalArgumentException("descriptor " + number + " is negative");
        }
        return new Fd(number, description);
    }

    /** Makes a second descriptor for the same open file; it is close-on-exec. */
    public Fd duplicate() {
        int from = enter();
        try {
            int copy = LibC.fcntl(from, Linux.F_DUPFD_CLOEXEC, 0);
            if (copy < 0) {
                throw new PosixException("fcntl F_DUPFD_CLOEXEC", toString(), LibC.errno());
            }
            return new Fd(copy, description);
        } finally {
            leave();
        }
    }

    /**
     * The number of the descriptor, for a call outside of this package; the caller keeps this object open meanwhile.
     *
     * @throws ClosedException if it is closed
     */
    public int value() {
        if (uses.isClosed()) {
            throw closed();
        }
        return number;
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return uses.isClosed();
    }

    /** Keeps the number valid until {@link #leave}, also if the descriptor is closed meanwhile. */
    int enter() {
        if (!uses.enter()) {
            throw closed();
        }
        return number;
    }

    void leave() {
        if (uses.leave()) {
            release();
        }
    }

    private void release() {
        // Linux frees the number whatever close answers; a second try could close another thread's new file.
        LibC.close(number);
    }

    private ClosedException closed() {
        return new ClosedException(this + " is closed", "");
    }

    @Override
    public void close() {
        if (uses.close()) {
            release();
        }
    }

    @Override
    public String toString() {
        return "fd " + number + " (" + description + ")";
    }
}
