package io.ipdk.nativeaccess.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * A file or block device read and written at raw memory addresses.
 *
 * <p>Reads and writes are complete: interrupted and short ones are continued. Offsets and lengths may exceed 2 GiB.
 * Transfers do not allocate unless they fail.
 *
 * <p>Thread-safe; an {@link IoVector} belongs to one call at a time.
 */
public final class PosixFile implements AutoCloseable {
    private static final int CREATED_MODE = 0640;
    private static final long BLKGETSIZE64 = 0x80081272L;

    private final Path path;
    private final Fd fd;
    private final boolean blockDevice;

    private PosixFile(Path path, Fd fd, boolean blockDevice) {
        this.path = path;
        this.fd = fd;
        this.blockDevice = blockDevice;
    }

    /**
     * Opens a file or block device.
     *
     * @throws PosixException if it cannot be opened, or is neither a regular file nor a block or character device
     */
    public static PosixFile open(Path path, FileMode mode) {
        LibC.requireBound();
        int number = LibC.open(NativeText.of(path), mode.flags | Linux.O_CLOEXEC, CREATED_MODE);
        if (number < 0) {
            int errno = LibC.errno();
            throw new PosixException("open", path.toString(), errno, openAdvice(errno));
        }
        Fd fd = Fd.adopt(number, path.toString());
        try {
            FileStatus status = FileStatus.of(fd);
            if (status.isDirectory()) {
                throw new PosixException("open", path.toString(), Errno.EISDIR, "a file or block device is needed");
            }
            return new PosixFile(path, fd, status.isBlockDevice());
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private static String openAdvice(int errno) {
        return switch (errno) {
            case Errno.ENOENT -> "create the file or correct the path";
            case Errno.EACCES -> "this user lacks the permission for the file or one of its directories";
            case Errno.EROFS -> "the file system is mounted read-only";
            case Errno.EEXIST -> "the file exists; open it or choose another name";
            default -> "";
        };
    }

    /** The path as it was given. */
    public Path path() {
        return path;
    }

    /** The descriptor; it stays with this object. */
    public Fd fd() {
        return fd;
    }

    /** Whether this is a block device. */
    public boolean isBlockDevice() {
        return blockDevice;
    }

    /** The length in bytes as it is now, for a block device its capacity. */
    public long size() {
        if (!blockDevice) {
            return FileStatus.of(fd).size();
        }
        byte[] result = new byte[Long.BYTES];
        int number = fd.enter();
        try {
            check(LibC.ioctl(number, BLKGETSIZE64, result), "ioctl BLKGETSIZE64");
        } finally {
            fd.leave();
        }
        return ByteBuffer.wrap(result).order(ByteOrder.nativeOrder()).getLong();
    }

    /** The space the file takes up in bytes; holes take up none. */
    public long allocatedBytes() {
        return FileStatus.of(fd).allocatedBytes();
    }

    /**
     * Reads into memory.
     *
     * @return how many bytes were read: fewer than asked for at the end of the file only
     */
    public long pread(long address, long bytes, long offset) {
        int number = fd.enter();
        try {
            long done = 0;
            while (done < bytes) {
                long count = LibC.pread(number, address + done, bytes - done, offset + done);
                if (count == 0) {
                    break;
                }
                if (count > 0) {
                    done += count;
                } else {
                    requireInterrupted("pread", offset + done, count);
                }
            }
            return done;
        } finally {
            fd.leave();
        }
    }

    /** Writes memory to the file, all of it. */
    public void pwrite(long address, long bytes, long offset) {
        int number = fd.enter();
        try {
            long done = 0;
            while (done < bytes) {
                long count = LibC.pwrite(number, address + done, bytes - done, offset + done);
                if (count > 0) {
                    done += count;
                } else {
                    requireInterrupted("pwrite", offset + done, count);
                }
            }
        } finally {
            fd.leave();
        }
    }

    /**
     * Reads into several ranges one after the other. The vector is used up by the call.
     *
     * @return how many bytes were read: fewer than the vector had at the end of the file only
     */
    public long preadv(IoVector vector, long offset) {
        int number = fd.enter();
        try {
            long at = offset;
            while (vector.bytes() > 0) {
                long count = LibC.preadv(number, vector.address(), vector.count(), at);
                if (count == 0) {
                    break;
                }
                if (count > 0) {
                    vector.advance(count);
                    at += count;
                } else {
                    requireInterrupted("preadv", at, count);
                }
            }
            return at - offset;
        } finally {
            fd.leave();
        }
    }

    /** Writes several ranges one after the other, all of them. The vector is used up by the call. */
    public void pwritev(IoVector vector, long offset) {
        int number = fd.enter();
        try {
            long at = offset;
            while (vector.bytes() > 0) {
                long count = LibC.pwritev(number, vector.address(), vector.count(), at);
                if (count > 0) {
                    vector.advance(count);
                    at += count;
                } else {
                    requireInterrupted("pwritev", at, count);
                }
            }
        } finally {
            fd.leave();
        }
    }

    /** Makes all that was written durable. */
    public void fdatasync() {
        int number = fd.enter();
        try {
            int result;
            do {
                result = LibC.fdatasync(number);
            } while (result < 0 && LibC.errno() == Errno.EINTR);
            check(result, "fdatasync");
        } finally {
            fd.leave();
        }
    }

    /** Changes the length; what is added reads as zeros and takes up no space. */
    public void truncate(long bytes) {
        int number = fd.enter();
        try {
            check(LibC.ftruncate(number, bytes), "ftruncate to " + bytes + " bytes");
        } finally {
            fd.leave();
        }
    }

    /**
     * Gives the space of a range back; it reads as zeros from then on.
     *
     * @return false, with nothing done, if the file system cannot do that
     */
    public boolean punchHole(long offset, long bytes) {
        return allocate(Linux.FALLOC_FL_PUNCH_HOLE | Linux.FALLOC_FL_KEEP_SIZE, offset, bytes);
    }

    /**
     * Makes a range read as zeros and keeps its space; the length of the file does not change.
     *
     * @return false, with nothing done, if the file system cannot do that quickly: write zeros then
     */
    public boolean zeroRange(long offset, long bytes) {
        return allocate(Linux.FALLOC_FL_ZERO_RANGE | Linux.FALLOC_FL_KEEP_SIZE, offset, bytes);
    }

    /**
     * Reserves space for a range, so that later writes to it cannot fail for lack of it; the file grows if needed.
     *
     * @return false, with nothing done, if the file system cannot do that
     */
    public boolean allocate(long offset, long bytes) {
        return allocate(0, offset, bytes);
    }

    private boolean allocate(int mode, long offset, long bytes) {
        int number = fd.enter();
        try {
            while (LibC.fallocate(number, mode, offset, bytes) < 0) {
                int errno = LibC.errno();
                if (errno == Errno.EOPNOTSUPP || errno == Errno.ENOSYS) {
                    return false;
                }
                if (errno != Errno.EINTR) {
                    throw new PosixException("fallocate", path + ", " + bytes + " bytes at " + offset, errno);
                }
            }
            return true;
        } finally {
            fd.leave();
        }
    }

    /**
     * Locks the whole file against every other opening of it, in this process and in others, until it is closed. QEMU and
     * its tools take part in the same scheme (open file description locks).
     *
     * @throws PosixException EAGAIN if it is locked; the message names the process if it can be found
     */
    public void lockExclusive() {
        FileLocks.lockExclusive(fd, path.toString());
    }

    /**
     * Locks the whole file against {@link #lockExclusive}, in the same scheme; others may hold this lock too.
     *
     * @throws PosixException EAGAIN if it is locked exclusively; the message names the process if it can be found
     */
    public void lockShared() {
        FileLocks.lockShared(fd, path.toString());
    }

    // A write that moves nothing and names no error would be tried for ever.
    private void requireInterrupted(String call, long offset, long result) {
        int errno = result == 0 ? Errno.EIO : LibC.errno();
        if (errno != Errno.EINTR) {
            throw new PosixException(call, path + ", offset " + offset, errno);
        }
    }

    private void check(int result, String call) {
        if (result < 0) {
            throw new PosixException(call, path.toString(), LibC.errno());
        }
    }

    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "PosixFile " + path;
    }
}
