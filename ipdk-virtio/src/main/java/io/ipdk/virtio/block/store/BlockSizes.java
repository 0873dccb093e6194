package io.ipdk.virtio.block.store;

import io.ipdk.error.InvalidSpecException;

/** Checks of the sizes that callers ask for. Immutable. */
public final class BlockSizes {
    private BlockSizes() {}

    /**
     * Checks the size of a disk.
     *
     * @throws InvalidSpecException if it is not a positive multiple of the block size
     */
    public static void requireSize(long bytes, int blockSize) {
        if (bytes <= 0 || bytes % blockSize != 0) {
            throw new InvalidSpecException(
                    "size", bytes + " bytes", "a positive multiple of the block size, " + blockSize + " bytes");
        }
    }

    /**
     * Checks the size that a disk is to grow to.
     *
     * @throws InvalidSpecException if it is not a multiple of the block size, or below the present size
     */
    public static void requireGrowth(long present, long wanted, int blockSize) {
        requireSize(wanted, blockSize);
        if (wanted < present) {
            throw new InvalidSpecException(
                    "size",
                    wanted + " bytes",
                    "at least the present size, " + present + " bytes",
                    "a disk only grows, for its driver does not expect to lose blocks");
        }
    }
}
