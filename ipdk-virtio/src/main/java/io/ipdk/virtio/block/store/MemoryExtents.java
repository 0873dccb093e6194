package io.ipdk.virtio.block.store;

import io.ipdk.nativeaccess.posix.MappedMemory;
import java.util.Arrays;

/** Where each part of a disk in memory lies; parts are added at the end and never move. Immutable. */
final class MemoryExtents {
    static final MemoryExtents EMPTY = new MemoryExtents(new long[1], new MappedMemory[0]);

    /** The first offset of each part, and behind the last part the size of the disk. */
    private final long[] starts;

    private final MappedMemory[] parts;

    /** The addresses of the parts, at hand without a look at each. */
    private final long[] addresses;

    private MemoryExtents(long[] starts, MappedMemory[] parts) {
        this.starts = starts;
        this.parts = parts;
        this.addresses = Arrays.stream(parts).mapToLong(MappedMemory::address).toArray();
    }

    MemoryExtents with(MappedMemory part) {
        int count = parts.length;
        long[] newStarts = Arrays.copyOf(starts, count + 2);
        MappedMemory[] newParts = Arrays.copyOf(parts, count + 1);
        newStarts[count + 1] = size() + part.size();
        newParts[count] = part;
        return new MemoryExtents(newStarts, newParts);
    }

    long size() {
        return starts[parts.length];
    }

    void close() {
        for (MappedMemory part : parts) {
            part.close();
        }
    }

    /** Makes a range read as zeros that lies in one piece. */
    void clear(long offset, long bytes) {
        int index = indexOf(offset);
        parts[index].clear(offset - starts[index], bytes);
    }

    long address(long offset) {
        int index = indexOf(offset);
        return addresses[index] + (offset - starts[index]);
    }

    /** How many bytes from the offset on lie in one piece. */
    long contiguous(long offset) {
        return starts[indexOf(offset) + 1] - offset;
    }

    private int indexOf(long offset) {
        int index = 0;
        while (offset >= starts[index + 1]) {
            index++;
        }
        return index;
    }
}
