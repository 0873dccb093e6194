package io.ipdk.virtio.queue;

import static io.ipdk.virtio.queue.SplitRingLayout.DESCRIPTOR_BYTES;
import static io.ipdk.virtio.queue.SplitRingLayout.DESCRIPTOR_LENGTH;
import static io.ipdk.virtio.queue.SplitRingLayout.FLAG_INDIRECT;
import static io.ipdk.virtio.queue.SplitRingLayout.FLAG_NEXT;
import static io.ipdk.virtio.queue.SplitRingLayout.FLAG_WRITE;

import io.ipdk.nativeaccess.memory.RawMemory;

/**
 * Writes chains into the descriptor table, directly or through an indirect table, and keeps the list of free descriptors;
 * the counterpart of {@link ChainReader}.
 *
 * <p>The list is on the Java heap: descriptors are written and never read back, so the device cannot lead it astray.
 *
 * <p>Confined to the thread of its queue.
 */
final class DescriptorWriter {
    private static final int END = -1;

    private final long table;
    private final long guestOffset;
    private final long indirectTables;
    private final int indirectEntries;

    /** By descriptor: the next one in the free list, or in the chain in flight. */
    private final int[] next;

    private int firstFree;
    private int freeCount;

    DescriptorWriter(long table, long guestOffset, int size, long indirectTables, int indirectEntries) {
        this.table = table;
        this.guestOffset = guestOffset;
        this.indirectTables = indirectTables;
        this.indirectEntries = indirectEntries;
        next = new int[size];
        for (int i = 0; i < size; i++) {
            next[i] = i + 1 < size ? i + 1 : END;
        }
        freeCount = size;
    }

    long table() {
        return table;
    }

    int freeDescriptors() {
        return freeCount;
    }

    /** Writes a chain of one buffer; the head, or −1 if the table is full. */
    int write(long address, int length, boolean writable) {
        if (freeCount == 0) {
            return END;
        }
        int head = take(1);
        put(table + (long) head * DESCRIPTOR_BYTES, address, length, writable ? FLAG_WRITE : 0, 0);
        return head;
    }

    /** Writes a chain of {@code count} buffers, the first {@code readable} to read; the head, or −1 if the table is full. */
    int write(long[] addresses, int[] lengths, int readable, int count) {
        if (count == 0) {
            throw new IllegalArgumentException("a chain without a buffer: at least one is needed");
        }
        if (count > 1 && count <= indirectEntries) {
            return writeIndirect(addresses, lengths, readable, count);
        }
        if (count > next.length) {
            throw new IllegalArgumentException("a chain of " + count + " buffers: at most " + next.length
                    + " directly, " + indirectEntries + " through an indirect table");
        }
        if (count > freeCount) {
            return END;
        }
        int head = take(count);
        int index = head;
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            int flags = (i < readable ? 0 : FLAG_WRITE) | (last ? 0 : FLAG_NEXT);
            put(table + (long) index * DESCRIPTOR_BYTES, addresses[i], lengths[i], flags, last ? 0 : next[index]);
            index = next[index];
        }
        return head;
    }

    private int writeIndirect(long[] addresses, int[] lengths, int readable, int count) {
        if (freeCount == 0) {
            return END;
        }
        int head = take(1);
        long entries = indirectTables + (long) head * indirectEntries * DESCRIPTOR_BYTES;
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            int flags = (i < readable ? 0 : FLAG_WRITE) | (last ? 0 : FLAG_NEXT);
            put(entries + (long) i * DESCRIPTOR_BYTES, addresses[i], lengths[i], flags, last ? 0 : i + 1);
        }
        put(table + (long) head * DESCRIPTOR_BYTES, entries, count * DESCRIPTOR_BYTES, FLAG_INDIRECT, 0);
        return head;
    }

    private void put(long descriptor, long hostAddress, int length, int flags, int nextIndex) {
        RawMemory.putLong(descriptor, hostAddress + guestOffset);
        RawMemory.putLong(
                descriptor + DESCRIPTOR_LENGTH, (long) nextIndex << 48 | (long) flags << 32 | (length & 0xffff_ffffL));
    }

    /** Takes that many descriptors off the free list, linked by {@link #next}. */
    private int take(int count) {
        int head = firstFree;
        int last = head;
        for (int i = 1; i < count; i++) {
            last = next[last];
        }
        firstFree = next[last];
        next[last] = END;
        freeCount -= count;
        return head;
    }

    /** Gives a chain's descriptors back to the free list. */
    void free(int head) {
        int last = head;
        int count = 1;
        while (next[last] != END) {
            last = next[last];
            count++;
        }
        next[last] = firstFree;
        firstFree = head;
        freeCount += count;
    }
}
