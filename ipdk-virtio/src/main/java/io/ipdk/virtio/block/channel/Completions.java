package io.ipdk.virtio.block.channel;

import io.ipdk.virtio.block.protocol.BlockStatus;
import java.util.Objects;

/**
 * Requests that came back, as many as fit; filled anew by each {@link ChannelQueue#poll}. Made once, used again and again.
 *
 * <p>Confined to one thread (the queue's).
 */
public final class Completions {
    private final long[] tokens;
    private final byte[] statuses;
    private int count;

    /** @param capacity most requests that one poll answers */
    public Completions(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ": 1 or more");
        }
        tokens = new long[capacity];
        statuses = new byte[capacity];
    }

    public int capacity() {
        return tokens.length;
    }

    /** How many came back. */
    public int count() {
        return count;
    }

    /** What the caller named the request, of the {@code i}-th from 0. */
    public long token(int i) {
        return tokens[Objects.checkIndex(i, count)];
    }

    /** How the request went, a {@link BlockStatus}. */
    public byte status(int i) {
        return statuses[Objects.checkIndex(i, count)];
    }

    /** Whether the request was done. */
    public boolean isOk(int i) {
        return status(i) == BlockStatus.OK;
    }

    void clear() {
        count = 0;
    }

    boolean isFull() {
        return count == tokens.length;
    }

    void add(long token, byte status) {
        tokens[count] = token;
        statuses[count] = status;
        count++;
    }
}
