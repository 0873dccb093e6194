package io.ipdk.nativeaccess.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whole-file locks that belong to an open file description (fcntl(2), F_OFD_SETLK). Immutable. */
final class FileLocks {
    // struct flock, 64-bit: s16 type, s16 whence, s64 start, s64 length (0: to the end), s32 pid (must be 0)
    private static final int STRUCT_BYTES = 32;
    private static final int PID = 24;

    private FileLocks() {}

    static void lockExclusive(Fd fd, String file) {
        lock(fd, file, Linux.F_WRLCK);
    }

    static void lockShared(Fd fd, String file) {
        lock(fd, file, Linux.F_RDLCK);
    }

    private static void lock(Fd fd, String file, short type) {
        byte[] lock = new byte[STRUCT_BYTES];
        ByteBuffer struct = ByteBuffer.wrap(lock).order(ByteOrder.nativeOrder());
        struct.putShort(0, type);
        int number = fd.enter();
        try {
            if (LibC.fcntl(number, Linux.F_OFD_SETLK, lock) >= 0) {
                return;
            }
            int errno = LibC.errno();
            if (errno != Errno.EAGAIN && errno != Errno.EACCES) {
                throw new PosixException("fcntl F_OFD_SETLK", file, errno);
            }
            long pid = LibC.fcntl(number, Linux.F_OFD_GETLK, lock) < 0 ? -1 : struct.getInt(PID);
            throw locked(file, pid > 0 ? pid : findOwner(fd));
        } finally {
            fd.leave();
        }
    }

    private static PosixException locked(String file, long pid) {
        String owner = pid == ProcessHandle.current().pid()
                ? "this process itself"
                : pid > 0 ? "process " + pid + commandOf(pid) : "another process";
        return new PosixException("lock", file, Errno.EAGAIN, "it is locked by " + owner + "; stop that or use a copy");
    }

    private static String commandOf(long pid) {
        try {
            return " (" + Files.readString(Path.of("/proc/" + pid + "/comm")).strip() + ")";
        } catch (IOException e) {
            return "";
        }
    }

    // The kernel does not tell whose a lock of this kind is (it answers −1), but /proc/…/fdinfo of the owner shows it.
    private static long findOwner(Fd fd) {
        FileStatus status = FileStatus.of(fd);
        String inode = ":" + status.inode() + " ";
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holdsLock(process.resolve("fdinfo"), inode)) {
                    return Long.parseLong(process.getFileName().toString());
                }
            }
        } catch (IOException e) {
            return -1;
        }
        return -1;
    }

    private static boolean holdsLock(Path fdinfo, String inode) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(fdinfo)) {
            for (Path descriptor : descriptors) {
                if (showsLock(descriptor, inode)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // A process of another user, or one that has just ended.
        }
        return false;
    }

    private static boolean showsLock(Path descriptor, String inode) {
        try {
            return Files.readString(descriptor)
                    .lines()
                    .anyMatch(line -> line.startsWith("lock:") && line.contains("OFDLCK") && line.contains(inode));
        } catch (IOException e) {
            return false;
        }
    }
}
