package io.ipdk.nativeaccess.posix;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Owns a range of mapped memory: guest memory shared through a descriptor, or memory of this process alone.
 *
 * <p>Use after {@link #close} ends the JVM, so whoever closes makes sure first that no thread uses the range any more.
 * Access beyond the end of the mapped file raises {@code InternalError} at some later point; check sizes before mapping.
 *
 * <p>Thread-safe.
 */
public final class MappedMemory implements AutoCloseable {
    private final long address;
    private final long size;
    private final String name;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MappedMemory(long address, long size, String name) {
        this.address = address;
        this.size = size;
        this.name = name;
    }

    /**
     * Maps a part of a file, shared with everybody else who maps it; no swap space is reserved.
     *
     * @param offset where the part starts in bytes, a multiple of the page size (of the huge page size for such a file)
     * @param bytes the length of the part, positive
     */
    public static MappedMemory map(Fd fd, long offset, long bytes, Protection protection) {
        requirePositive(bytes);
        int flags = Linux.MAP_SHARED | Linux.MAP_NORESERVE;
        int number = fd.enter();
        try {
            return map(number, offset, bytes, protection.bits, flags, fd.toString());
        } finally {
            fd.leave();
        }
    }

    /** Maps zeroed memory of this process alone; pages take up space when they are first touched. */
    public static MappedMemory anonymous(long bytes) {
        requirePositive(bytes);
        int flags = Linux.MAP_PRIVATE | Linux.MAP_ANONYMOUS | Linux.MAP_NORESERVE;
        return map(-1, 0, bytes, Protection.READ_WRITE.bits, flags, "anonymous");
    }

    private static void requirePositive(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a mapping of " + bytes + " bytes: the length must be positive");
        }
    }

    private static MappedMemory map(int fd, long offset, long bytes, int protection, int flags, String name) {
        long address = LibC.mmap(0, bytes, protection, flags, fd, offset);
        if (address == Linux.MAP_FAILED) {
            throw new PosixException("mmap", name + ", offset " + offset + ", " + bytes + " bytes", LibC.errno());
        }
        RawMemory.register(address, bytes, name);
        return new MappedMemory(address, bytes, name);
    }

    /**
     * The address of the first byte.
     *
     * @throws ClosedException if the memory is closed
     */
    public long address() {
        if (closed.get()) {
            throw new ClosedException(this + " is closed", "");
        }
        return address;
    }

    /** The length in bytes as it was asked for. */
    public long size() {
        return size;
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            RawMemory.unregister(address);
            if (LibC.munmap(address, size) < 0) {
                throw new PosixException("munmap", toString(), LibC.errno());
            }
        }
    }

    @Override
    public String toString() {
        return "memory [0x" + Long.toHexString(address) + ", 0x" + Long.toHexString(address + size) + ") of " + name;
    }
}
