package io.ipdk.nativeaccess.posix;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.util.Objects;
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
    // The user part of the address space on x86-64 and arm64; keeps the arithmetic on lengths from wrapping.
    private static final long MAX_BYTES = 1L << 47;

    /** A multiple of the page sizes in use: 4 KiB, 16 KiB and 64 KiB (arm64). */
    private static final long PAGE_BYTES = 64 << 10;

    private static final long RELEASE_BYTES = PAGE_BYTES;

    private final long address;
    private final long size;
    private final long mappedBytes;
    private final String name;
    private final boolean anonymous;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MappedMemory(long address, long size, long mappedBytes, String name, boolean anonymous) {
        this.address = address;
        this.size = size;
        this.mappedBytes = mappedBytes;
        this.name = name;
        this.anonymous = anonymous;
    }

    /**
     * Maps a part of a file, shared with everybody else who maps it; no swap space is reserved.
     *
     * @param offset where the part starts in bytes, a multiple of the page size (of the huge page size for such a file)
     * @param bytes the length of the part, positive
     */
    public static MappedMemory map(Fd fd, long offset, long bytes, Protection protection) {
        requireInRange(bytes);
        int flags = Linux.MAP_SHARED | Linux.MAP_NORESERVE;
        int number = fd.enter();
        try {
            // munmap takes whole pages of the file's own size only, and huge pages are the file's block size.
            long unit = Math.max(1, FileStatus.of(fd).blockSize());
            long mappedBytes = (bytes + unit - 1) / unit * unit;
            return map(number, offset, bytes, mappedBytes, protection.bits, flags, fd.toString());
        } finally {
            fd.leave();
        }
    }

    /** Maps zeroed memory of this process alone; pages take up space when they are first touched. */
    public static MappedMemory anonymous(long bytes) {
        requireInRange(bytes);
        int flags = Linux.MAP_PRIVATE | Linux.MAP_ANONYMOUS | Linux.MAP_NORESERVE;
        return map(-1, 0, bytes, bytes, Protection.READ_WRITE.bits, flags, "anonymous");
    }

    private static void requireInRange(long bytes) {
        if (bytes <= 0 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("a mapping of " + bytes + " bytes: the range is 1 to " + MAX_BYTES);
        }
    }

    private static MappedMemory map(
            int fd, long offset, long bytes, long mappedBytes, int protection, int flags, String name) {
        LibC.requireBound();
        long address = LibC.mmap(0, mappedBytes, protection, flags, fd, offset);
        if (address == Linux.MAP_FAILED) {
            throw new PosixException("mmap", name + ", offset " + offset + ", " + bytes + " bytes", LibC.errno());
        }
        RawMemory.register(address, bytes, name);
        return new MappedMemory(address, bytes, mappedBytes, name, (flags & Linux.MAP_ANONYMOUS) != 0);
    }

    /**
     * Raises now what this thread's earlier accesses to mapped files have run into, if anything.
     *
     * <p>The JVM reports an access behind the end of a file at some later point, where the thread may already be at work for
     * somebody else. A thread that serves several owners of memory calls this when it has finished with one of them, so
     * that the fault is found in the right place. Costs as much as a native call.
     *
     * @throws InternalError if such an access has failed
     */
    public static void settleFaults() {
        // Any other native call would do: the JVM looks for pending errors on the way back.
        LibC.abs(0);
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

    /**
     * Makes a range of anonymous memory read as zeros. The pages that lie wholly inside it are given back to the system,
     * unless the range is so short that writing zeros costs less.
     *
     * @param offset where the range starts, in bytes from the start of the mapping
     * @throws IllegalStateException if the memory is shared or closed
     */
    public void clear(long offset, long bytes) {
        Objects.checkFromIndexSize(offset, bytes, size);
        if (!anonymous) {
            throw new IllegalStateException(this + " is not anonymous: only such memory can be cleared");
        }
        long start = address() + offset;
        long end = start + bytes;
        long firstPage = (start + PAGE_BYTES - 1) & -PAGE_BYTES;
        long pages = (end & -PAGE_BYTES) - firstPage;
        if (pages < RELEASE_BYTES || LibC.madvise(firstPage, pages, Linux.MADV_DONTNEED) < 0) {
            RawMemory.fill(start, bytes, (byte) 0);
            return;
        }
        RawMemory.fill(start, firstPage - start, (byte) 0);
        RawMemory.fill(firstPage + pages, end - firstPage - pages, (byte) 0);
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            RawMemory.unregister(address);
            if (LibC.munmap(address, mappedBytes) < 0) {
                throw new PosixException("munmap", toString(), LibC.errno());
            }
        }
    }

    @Override
    public String toString() {
        return "memory [0x" + Long.toHexString(address) + ", 0x" + Long.toHexString(address + size) + ") of " + name;
    }
}
