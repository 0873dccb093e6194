package io.ipdk.virtio.block;

import io.ipdk.virtio.block.protocol.BlockStatus;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counters of one queue. One thread at a time adds (the one inside the queue's gate); any thread reads whole and recent
 * values.
 */
final class BlockCounters {
    private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Keeps the counters of one queue off the cache lines of other objects. */
    private static final int PADDING = 8;

    private final long[] values = new long[PADDING + BlockCounter.COUNT + PADDING];

    void add(BlockCounter counter, long amount) {
        int index = PADDING + counter.slot;
        ELEMENTS.setOpaque(values, index, values[index] + amount);
    }

    /** Counts an answer. */
    void answered(BlockRequest request) {
        if (request.status != BlockStatus.OK) {
            add(request.status == BlockStatus.UNSUPP ? BlockCounter.UNSUPPORTED : BlockCounter.ERRORS, 1);
            return;
        }
        switch (request.type) {
            case IN -> {
                add(BlockCounter.READS, 1);
                add(BlockCounter.READ_BYTES, request.data.bytes());
            }
            case OUT -> {
                add(BlockCounter.WRITES, 1);
                add(BlockCounter.WRITTEN_BYTES, request.data.bytes());
            }
            case FLUSH -> add(BlockCounter.FLUSHES, 1);
            case DISCARD -> add(BlockCounter.DISCARDS, 1);
            case WRITE_ZEROES -> add(BlockCounter.WRITE_ZEROES, 1);
            case GET_ID -> {}
        }
    }

    long get(BlockCounter counter) {
        return (long) ELEMENTS.getOpaque(values, PADDING + counter.slot);
    }
}
