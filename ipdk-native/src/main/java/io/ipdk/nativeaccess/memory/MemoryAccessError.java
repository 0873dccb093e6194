package io.ipdk.nativeaccess.memory;

/**
 * The checked face of {@link RawMemory} met an access outside of every live region: without the check it would have
 * read or written foreign memory, or ended the JVM.
 *
 * <p>It is an {@code Error} so that no handler for bad guests or bad peers can take a fault of the program for theirs.
 * Immutable.
 */
public final class MemoryAccessError extends Error {
    private static final long serialVersionUID = 1L;

    private final long address;
    private final long bytes;

    MemoryAccessError(String message, long address, long bytes) {
        super(message);
        this.address = address;
        this.bytes = bytes;
    }

    /** The first address of the refused access. */
    public long address() {
        return address;
    }

    /** The length of the refused access in bytes. */
    public long bytes() {
        return bytes;
    }
}
