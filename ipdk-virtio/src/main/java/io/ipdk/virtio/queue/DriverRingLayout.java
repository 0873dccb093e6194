package io.ipdk.virtio.queue;

/**
 * How a driver lays out its ring in one piece of memory; offsets only.
 *
 * <pre>
 *   descriptor table │ avail ring │ (to 64) used ring │ (to 64) one indirect table for each descriptor
 * </pre>
 *
 * <p>What the driver writes and what the device writes lie in different cache lines. Immutable.
 */
final class DriverRingLayout {
    private static final int CACHE_LINE = 64;

    private DriverRingLayout() {}

    static long availRing(int size) {
        return SplitRingLayout.descriptorTableBytes(size);
    }

    static long usedRing(int size) {
        return alignUp(availRing(size) + SplitRingLayout.availRingBytes(size));
    }

    static long indirectTables(int size) {
        return alignUp(usedRing(size) + SplitRingLayout.usedRingBytes(size));
    }

    static long bytes(int size, int indirectEntries) {
        return indirectTables(size) + (long) size * indirectEntries * SplitRingLayout.DESCRIPTOR_BYTES;
    }

    private static long alignUp(long offset) {
        return (offset + CACHE_LINE - 1) & -CACHE_LINE;
    }
}
