package io.ipdk.virtio.queue;

import io.ipdk.nativeaccess.memory.RawMemory;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of one descriptor chain: the buffers of one request or one frame, checked and translated, made to be used
 * again and again.
 *
 * <p>What it holds was read from guest memory once and checked afterwards, so the guest cannot change it any more. Only
 * the bytes the buffers hold can still change: whoever interprets them copies them first.
 *
 * <p>The buffers the device reads come first, then those it writes. A buffer that crosses memory regions appears as
 * several segments; one of length zero does not appear. A {@linkplain #isFaulty faulty} chain has no segments.
 *
 * <p>The arrays grow with the longest chain met, up to the limit given; in the steady state nothing is allocated.
 *
 * <p>Confined to one thread at a time (the one that polls the queue). The addresses are valid as long as the memory table
 * the chain was fetched under.
 */
public final class DescriptorChain {
    private static final int INITIAL_SEGMENTS = 16;

    private final int maxSegments;
    private final int maxBytes;

    private long[] addresses;
    private int[] lengths;

    private int head;
    private int segments;
    private int readableSegments;
    private int readableBytes;
    private int writableBytes;
    private @Nullable ChainFault fault;

    /**
     * Makes an empty chain.
     *
     * @param maxSegments how many segments a chain may have; longer ones are {@link ChainFault#TOO_MANY_SEGMENTS}
     * @param maxBytes how many bytes a chain may have, read and written together; longer ones are {@link
     *     ChainFault#TOO_MANY_BYTES}
     */
    public DescriptorChain(int maxSegments, int maxBytes) {
        if (maxSegments < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("a chain of at most " + maxSegments + " segments and " + maxBytes
                    + " bytes: both limits must be positive");
        }
        this.maxSegments = maxSegments;
        this.maxBytes = maxBytes;
        int initial = Math.min(maxSegments, INITIAL_SEGMENTS);
        addresses = new long[initial];
        lengths = new int[initial];
    }

    // ---- filled by ChainReader

    void begin(int newHead) {
        head = newHead;
        segments = 0;
        readableSegments = 0;
        readableBytes = 0;
        writableBytes = 0;
        fault = null;
    }

    void fail(ChainFault why) {
        begin(head);
        fault = why;
    }

    /** How many more bytes the chain may get. */
    int bytesLeft() {
        return maxBytes - readableBytes - writableBytes;
    }

    /** Appends a segment that fits into {@link #bytesLeft}; false if there are too many. */
    boolean append(long address, int length, boolean writable) {
        int index = segments;
        if (index == addresses.length && !grow()) {
            return false;
        }
        addresses[index] = address;
        lengths[index] = length;
        segments = index + 1;
        if (writable) {
            writableBytes += length;
        } else {
            readableSegments = index + 1;
            readableBytes += length;
        }
        return true;
    }

    private boolean grow() {
        if (segments == maxSegments) {
            return false;
        }
        int capacity = (int) Math.min(maxSegments, 2L * segments);
        addresses = Arrays.copyOf(addresses, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        return true;
    }

    // ---- read by the device

    /** The index that names the chain in both rings, to be given to {@link SplitDeviceQueue#addUsed}. */
    public int head() {
        return head;
    }

    /** The number of segments, those to read and those to write. */
    public int segments() {
        return segments;
    }

    /** The number of segments to read; they come first. */
    public int readableSegments() {
        return readableSegments;
    }

    /** The host address of a segment, from 0 to {@link #segments} − 1. */
    public long address(int segment) {
        return addresses[segment];
    }

    /** The length of a segment in bytes, positive. */
    public int length(int segment) {
        return lengths[segment];
    }

    /** The bytes to read, all segments together. */
    public int readableBytes() {
        return readableBytes;
    }

    /** The bytes to write, all segments together. */
    public int writableBytes() {
        return writableBytes;
    }

    /** Whether the chain broke a rule; it must be returned like any other, with 0 bytes written. */
    public boolean isFaulty() {
        return fault != null;
    }

    /** The rule the chain broke, null for a good chain. */
    public @Nullable ChainFault fault() {
        return fault;
    }

    // ---- copies that do not care where a segment ends

    /**
     * Copies from the readable part to a host address.
     *
     * @param offset where to start in the readable part, in bytes
     * @param target where to copy to; must have room for {@code length} bytes
     * @return the bytes copied, fewer than {@code length} where the readable part ends
     */
    public int read(int offset, long target, int length) {
        return copy(0, readableSegments, offset, null, target, length, false);
    }

    /** Copies from the readable part to an array; as {@link #read(int, long, int)}. */
    public int read(int offset, byte[] target, int targetOffset, int length) {
        return copy(0, readableSegments, offset, target, targetOffset, length, false);
    }

    /**
     * Copies from a host address to the writable part.
     *
     * @param offset where to start in the writable part, in bytes
     * @param source where to copy from; must hold {@code length} bytes
     * @return the bytes copied, fewer than {@code length} where the writable part ends
     */
    public int write(int offset, long source, int length) {
        return copy(readableSegments, segments, offset, null, source, length, true);
    }

    /** Copies from an array to the writable part; as {@link #write(int, long, int)}. */
    public int write(int offset, byte[] source, int sourceOffset, int length) {
        return copy(readableSegments, segments, offset, source, sourceOffset, length, true);
    }

    /** Copies between the segments of a part and an array, or memory where there is no array. */
    private int copy(int first, int end, int offset, byte @Nullable [] array, long at, int length, boolean intoChain) {
        int skip = Objects.checkIndex(offset, Integer.MAX_VALUE);
        int copied = 0;
        for (int i = first; i < end && copied < length; i++) {
            int left = lengths[i] - skip;
            if (left <= 0) {
                skip = -left;
                continue;
            }
            int bytes = Math.min(left, length - copied);
            long segment = addresses[i] + skip;
            if (array != null) {
                if (intoChain) {
                    RawMemory.copyFromArray(array, (int) at + copied, segment, bytes);
                } else {
                    RawMemory.copyToArray(segment, array, (int) at + copied, bytes);
                }
            } else if (intoChain) {
                RawMemory.copy(at + copied, segment, bytes);
            } else {
                RawMemory.copy(segment, at + copied, bytes);
            }
            copied += bytes;
            skip = 0;
        }
        return copied;
    }

    @Override
    public String toString() {
        return fault != null
                ? "chain " + head + ", faulty: " + fault
                : "chain " + head + ", " + readableBytes + " bytes to read, " + writableBytes + " to write, in "
                        + segments + " segments";
    }
}
