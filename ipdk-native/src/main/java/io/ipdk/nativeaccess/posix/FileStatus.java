package io.ipdk.nativeaccess.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * What statx(2) tells about a file.
 *
 * <p>Immutable.
 *
 * @param mode type and permission bits
 * @param size the length in bytes; 0 for devices
 * @param blockSize the unit of transfers in bytes; for huge pages their size
 * @param allocatedBytes the space the file takes up
 * @param inode its number within the file system
 * @param deviceMajor the file system's device, major number
 * @param deviceMinor the file system's device, minor number
 */
record FileStatus(
        int mode, long size, int blockSize, long allocatedBytes, long inode, int deviceMajor, int deviceMinor) {
    private static final int STRUCT_BYTES = 256;
    private static final int BLOCK_SIZE = 4;
    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int SIZE = 40;
    private static final int BLOCKS = 48;
    private static final int DEVICE_MAJOR = 136;
    private static final int DEVICE_MINOR = 140;
    private static final int BLOCK_UNIT = 512;

    private static final int TYPE_MASK = 0xf000;
    private static final int TYPE_SOCKET = 0xc000;
    private static final int TYPE_BLOCK_DEVICE = 0x6000;
    private static final int TYPE_DIRECTORY = 0x4000;

    static FileStatus of(Fd fd) {
        int number = fd.enter();
        try {
            return of(number, new byte[1], Linux.AT_EMPTY_PATH, fd.toString());
        } finally {
            fd.leave();
        }
    }

    /** The status of what is at the path; a symbolic link is not followed. */
    static FileStatus of(Path path) {
        return of(Linux.AT_FDCWD, NativeText.of(path), Linux.AT_SYMLINK_NOFOLLOW, path.toString());
    }

    private static FileStatus of(int directory, byte[] path, int flags, String subject) {
        byte[] result = new byte[STRUCT_BYTES];
        if (LibC.statx(directory, path, flags, Linux.STATX_BASIC_STATS, result) < 0) {
            throw new PosixException("statx", subject, LibC.errno());
        }
        ByteBuffer struct = ByteBuffer.wrap(result).order(ByteOrder.nativeOrder());
        return new FileStatus(
                struct.getShort(MODE) & 0xffff,
                struct.getLong(SIZE),
                struct.getInt(BLOCK_SIZE),
                struct.getLong(BLOCKS) * BLOCK_UNIT,
                struct.getLong(INODE),
                struct.getInt(DEVICE_MAJOR),
                struct.getInt(DEVICE_MINOR));
    }

    boolean isSocket() {
        return (mode & TYPE_MASK) == TYPE_SOCKET;
    }

    boolean isDirectory() {
        return (mode & TYPE_MASK) == TYPE_DIRECTORY;
    }

    boolean isBlockDevice() {
        return (mode & TYPE_MASK) == TYPE_BLOCK_DEVICE;
    }

    boolean isSameFile(FileStatus other) {
        return inode == other.inode && deviceMajor == other.deviceMajor && deviceMinor == other.deviceMinor;
    }
}
