package io.ipdk.benchmarks.ring;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.virtio.memory.GuestMemory;
import io.ipdk.virtio.memory.MemoryRegion;
import io.ipdk.virtio.queue.RingFeature;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import io.ipdk.virtio.queue.SplitRingLayout;

/**
 * A ring whose chains are always the same, offered again and again by one store: the driver costs nothing, so that what is
 * measured is the device's side.
 *
 * <p>Confined to one thread.
 */
final class IdleDriver implements AutoCloseable {
    static final int SIZE = 256;
    static final int FRAME_BYTES = 64;
    private static final int HEADER_BYTES = 12;
    private static final int BUFFER_BYTES = 2048;
    private static final long DESCRIPTOR_BYTES = SplitRingLayout.DESCRIPTOR_BYTES;
    private static final long GUEST_ADDRESS = 0x1_0000_0000L;
    private static final long AVAIL = 16 * SIZE;
    private static final long USED = AVAIL + 1024;
    private static final long INDIRECT = USED + 4096;
    private static final long BUFFERS = 1L << 16;

    final SplitDeviceQueue queue;
    private final MemoryRegion region;
    private final long base;
    private short availIndex;

    /**
     * Lays out the ring.
     *
     * @param segments buffers a chain, 1 or 2
     * @param writable whether the device writes them
     * @param features ring features; with indirect descriptors the chains use them
     */
    IdleDriver(int segments, boolean writable, long features) {
        long bytes = BUFFERS + (long) SIZE * BUFFER_BYTES;
        region = new MemoryRegion(GUEST_ADDRESS, GUEST_ADDRESS, bytes, MappedMemory.anonymous(bytes), 0);
        base = region.hostAddress();
        boolean indirect = (features & RingFeature.INDIRECT_DESC) != 0;
        int step = indirect ? 1 : segments;
        for (int head = 0; head < SIZE; head += step) {
            long buffer = BUFFERS + (long) head * BUFFER_BYTES;
            if (indirect) {
                long table = INDIRECT + (long) head * segments * DESCRIPTOR_BYTES;
                chain(table, 0, buffer, segments, writable);
                descriptor(head * DESCRIPTOR_BYTES, table, segments * 16, SplitRingLayout.FLAG_INDIRECT, 0);
            } else {
                chain(0, head, buffer, segments, writable);
            }
        }
        for (int i = 0; i < SIZE; i++) {
            int head = i * step % SIZE;
            RawMemory.putShort(base + AVAIL + SplitRingLayout.AVAIL_HEADS + 2L * i, (short) head);
        }
        queue = new SplitDeviceQueue(
                GuestMemory.EMPTY.with(region), SIZE, base, base + AVAIL, base + USED, 0, features);
    }

    /** Writes a chain of a header, where there are two segments, and a frame. */
    private void chain(long table, int first, long buffer, int segments, boolean writable) {
        int index = first;
        if (segments == 2) {
            int flags = SplitRingLayout.FLAG_NEXT | (writable ? SplitRingLayout.FLAG_WRITE : 0);
            descriptor(table + index * DESCRIPTOR_BYTES, buffer, HEADER_BYTES, flags, index + 1);
            index++;
        }
        int length = writable ? BUFFER_BYTES / 2 : FRAME_BYTES;
        int flags = writable ? SplitRingLayout.FLAG_WRITE : 0;
        descriptor(table + index * DESCRIPTOR_BYTES, buffer + 64, length, flags, 0);
    }

    private void descriptor(long at, long offset, int length, int flags, int next) {
        RawMemory.putLong(base + at, GUEST_ADDRESS + offset);
        RawMemory.putInt(base + at + 8, length);
        RawMemory.putShort(base + at + 12, (short) flags);
        RawMemory.putShort(base + at + 14, (short) next);
    }

    /** Offers that many chains more. */
    void offer(int chains) {
        availIndex += (short) chains;
        RawMemory.putShortRelease(base + AVAIL + SplitRingLayout.AVAIL_INDEX, availIndex);
    }

    @Override
    public void close() {
        region.close();
    }
}
