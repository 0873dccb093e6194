package io.ipdk.virtio.queue;

import io.ipdk.nativeaccess.memory.RawMemory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Remembers in shared memory which chains of one ring are in flight, so that the next back end can carry them out after this
 * one was killed.
 *
 * <p>A {@link SplitDeviceQueue} that was given a region keeps it up to date by itself, and starts with what an earlier one
 * left. The order of the writes is such that a process may die between any two of them; the region need not survive the
 * machine.
 *
 * <p>The front end can write the region too, so nothing read from it is believed: heads are checked, lists are bounded.
 *
 * <p>Confined to one thread at a time: the one that holds the queue's gate.
 */
public final class InflightRegion {
    private final long address;
    private final int size;

    /** The heads returned since the last publication. */
    private final char[] batch;

    private int batched;
    private long counter;

    /** What an earlier process had fetched and did not return, in the order of its fetches. */
    private int[] leftBehind = {};

    private int taken;

    /**
     * @param address host address of {@link InflightLayout#bytes} bytes, a multiple of 8
     * @param size the queue size
     */
    public InflightRegion(long address, int size) {
        this.address = SplitRingLayout.requireAligned("inflight region", address, Long.BYTES);
        this.size = SplitRingLayout.requireQueueSize(size);
        this.batch = new char[size];
    }

    /**
     * Takes the region over from whoever used it before.
     *
     * @param usedIndex the ring's used index as it is in memory
     * @return how many chains were fetched and not returned: {@link #takeLeftBehind} names them
     */
    int recover(int usedIndex) {
        int behind = (usedIndex - RawMemory.getShort(address + InflightLayout.USED_INDEX_AT)) & 0xffff;
        boolean continued = RawMemory.getShort(address + InflightLayout.VERSION_AT) == InflightLayout.VERSION_SPLIT
                && (RawMemory.getShort(address + InflightLayout.DESCRIPTORS_AT) & 0xffff) == size
                && behind <= size;
        if (continued) {
            forgetLastBatch(behind);
        } else {
            initialize();
        }
        RawMemory.putShort(address + InflightLayout.USED_INDEX_AT, (short) usedIndex);
        batched = 0;
        leftBehind = pending();
        taken = 0;
        return leftBehind.length;
    }

    /** How many chains of those that were left behind are still to be taken. */
    int leftBehind() {
        return leftBehind.length - taken;
    }

    /** The head of the next chain that was left behind, by the order of the fetches. It counts as fetched already. */
    int takeLeftBehind() {
        return leftBehind[taken++];
    }

    /** The last batch became visible to the driver, but its process died before it could note that. */
    private void forgetLastBatch(int behind) {
        int head = RawMemory.getShort(address + InflightLayout.LAST_BATCH_AT) & 0xffff;
        for (int i = 0; i < behind && head < size; i++) {
            RawMemory.putByte(entry(head) + InflightLayout.ENTRY_IN_FLIGHT, (byte) 0);
            head = RawMemory.getShort(entry(head) + InflightLayout.ENTRY_NEXT) & 0xffff;
        }
    }

    // The ring may have been in use before it was tracked, by the guest's firmware for instance, so the region starts
    // at its
    // used index, not at zero.
    private void initialize() {
        RawMemory.putShort(address + InflightLayout.VERSION_AT, InflightLayout.VERSION_UNUSED);
        RawMemory.storeFence();
        RawMemory.putLong(address, 0);
        // Word by word: where a front end cuts the region short, Java 17 survives that in a store, but not in a fill.
        for (long at = entry(0); at < entry(size); at += Long.BYTES) {
            RawMemory.putLong(at, 0);
        }
        RawMemory.putShort(address + InflightLayout.DESCRIPTORS_AT, (short) size);
        RawMemory.putShort(address + InflightLayout.LAST_BATCH_AT, (short) 0);
        RawMemory.storeFence();
        RawMemory.putShort(address + InflightLayout.VERSION_AT, InflightLayout.VERSION_SPLIT);
    }

    private int[] pending() {
        long[] counters = new long[size];
        boolean[] inFlight = new boolean[size];
        for (int head = 0; head < size; head++) {
            counters[head] = RawMemory.getLong(entry(head) + InflightLayout.ENTRY_COUNTER);
            inFlight[head] = RawMemory.getByte(entry(head) + InflightLayout.ENTRY_IN_FLIGHT) == 1;
        }
        int[] heads = IntStream.range(0, size)
                .filter(head -> inFlight[head])
                .boxed()
                .sorted(Comparator.comparing(head -> counters[head], Long::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
        // The entries begin to count again, in the same order, so that no stored number can drive the counter around.
        Arrays.stream(heads).forEach(this::fetched);
        return heads;
    }

    private long entry(int head) {
        return address + InflightLayout.ENTRIES_AT + (long) head * InflightLayout.ENTRY_BYTES;
    }

    /** A chain was fetched. */
    void fetched(int head) {
        long entry = entry(head);
        RawMemory.putLong(entry + InflightLayout.ENTRY_COUNTER, counter++);
        RawMemory.storeFence();
        RawMemory.putByte(entry + InflightLayout.ENTRY_IN_FLIGHT, (byte) 1);
    }

    /** A chain was given back to the avail ring. */
    void givenBack(int head) {
        RawMemory.putByte(entry(head) + InflightLayout.ENTRY_IN_FLIGHT, (byte) 0);
    }

    /** A chain was returned, but the driver cannot see that yet. */
    void returned(int head) {
        short last =
                batched == 0 ? RawMemory.getShort(address + InflightLayout.LAST_BATCH_AT) : (short) batch[batched - 1];
        RawMemory.putShort(entry(head) + InflightLayout.ENTRY_NEXT, last);
        RawMemory.storeFence();
        RawMemory.putShort(address + InflightLayout.LAST_BATCH_AT, (short) head);
        batch[batched++] = (char) head;
    }

    /** All returned chains are visible to the driver, up to this used index. */
    void published(int usedIndex) {
        RawMemory.storeFence();
        for (int i = 0; i < batched; i++) {
            RawMemory.putByte(entry(batch[i]) + InflightLayout.ENTRY_IN_FLIGHT, (byte) 0);
        }
        RawMemory.storeFence();
        RawMemory.putShort(address + InflightLayout.USED_INDEX_AT, (short) usedIndex);
        batched = 0;
    }
}
