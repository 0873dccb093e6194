package io.ipdk.nativeaccess.posix;

/** Files that live in memory alone and can be passed to another process: the usual home of guest memory. Immutable. */
public final class Memfd {
    private Memfd() {}

    /**
     * Creates a file in memory, filled with zeros.
     *
     * @param name what is shown in {@code /proc/…/fd}; it need not be unique, at most 249 bytes
     * @param bytes the length, for huge pages a multiple of their size
     * @param hugePages whether to take it from the reserved huge pages of the default size
     */
    public static Fd create(String name, long bytes, boolean hugePages) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a file of " + bytes + " bytes: the length must not be negative");
        }
        LibC.requireBound();
        int flags = Linux.MFD_CLOEXEC | Linux.MFD_ALLOW_SEALING | (hugePages ? Linux.MFD_HUGETLB : 0);
        int number = LibC.memfd_create(NativeText.of(name), flags);
        if (number < 0) {
            throw new PosixException("memfd_create", name, LibC.errno());
        }
        Fd fd = Fd.adopt(number, "memfd " + name);
        if (LibC.ftruncate(number, bytes) < 0) {
            PosixException failure = new PosixException(
                    "ftruncate",
                    fd + ", " + bytes + " bytes",
                    LibC.errno(),
                    hugePages ? "the length must be a multiple of the huge page size" : "");
            fd.close();
            throw failure;
        }
        return fd;
    }

    /** The length of a file in bytes as it is now; unless it is sealed, whoever has it may change it at any time. */
    public static long size(Fd fd) {
        return FileStatus.of(fd).size();
    }

    /** Adds seals to a memory file, so that nobody can undo what they promise. */
    public static void seal(Fd fd, Seal... seals) {
        int number = fd.enter();
        try {
            if (LibC.fcntl(number, Linux.F_ADD_SEALS, Seal.bits(seals)) < 0) {
                throw new PosixException("fcntl F_ADD_SEALS", fd.toString(), LibC.errno());
            }
        } finally {
            fd.leave();
        }
    }

    /** Whether the file has a seal; false too for files that know no seals. */
    public static boolean isSealed(Fd fd, Seal seal) {
        int number = fd.enter();
        try {
            int bits = LibC.fcntl(number, Linux.F_GET_SEALS, 0);
            return bits > 0 && (bits & seal.bit) != 0;
        } finally {
            fd.leave();
        }
    }
}
