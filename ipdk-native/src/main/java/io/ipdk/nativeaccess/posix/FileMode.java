package io.ipdk.nativeaccess.posix;

/** How a file is opened. Immutable. */
public enum FileMode {
    /** An existing file, for reading. */
    READ_ONLY(Linux.O_RDONLY),
    /** An existing file, for reading and writing. */
    READ_WRITE(Linux.O_RDWR),
    /** For reading and writing; created empty if it does not exist. */
    CREATE(Linux.O_RDWR | Linux.O_CREAT),
    /** For reading and writing; it must not exist. */
    CREATE_NEW(Linux.O_RDWR | Linux.O_CREAT | Linux.O_EXCL);

    final int flags;

    FileMode(int flags) {
        this.flags = flags;
    }
}
