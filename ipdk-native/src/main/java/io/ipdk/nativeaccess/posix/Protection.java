package io.ipdk.nativeaccess.posix;

/** What a mapping may be used for. Immutable. */
public enum Protection {
    /** Loads only; a store ends the JVM. */
    READ_ONLY(Linux.PROT_READ),
    /** Loads and stores. */
    READ_WRITE(Linux.PROT_READ | Linux.PROT_WRITE);

    final int bits;

    Protection(int bits) {
        this.bits = bits;
    }
}
