package io.ipdk.virtio.block;

import io.ipdk.virtio.block.protocol.BlockRequestType;
import java.util.function.LongSupplier;

/**
 * Requests answered in one turn but not yet visible to the driver, so that one look at the clock serves all that were
 * fetched in that turn. Confined to the queue's gate.
 */
final class AnswerBatch {
    private static final BlockRequestType[] TYPES = BlockRequestType.values();

    private final LatencyRecorder latency;
    private final LongSupplier nanoClock;
    private final boolean recording;

    /** How many, by the type's wire value. */
    private final int[] answered = new int[BlockRequestType.MAX_WIRE_VALUE + 1];

    private long fetchedNanos;
    private long bytes;

    AnswerBatch(LatencyRecorder latency, LongSupplier nanoClock) {
        this.latency = latency;
        this.nanoClock = nanoClock;
        this.recording = latency != LatencyRecorder.NONE;
    }

    /** Begins a turn. */
    void begin(long now) {
        fetchedNanos = now;
    }

    void add(BlockRequest request) {
        bytes += request.data.bytes();
        if (!recording) {
            return;
        }
        if (request.fetchedNanos == fetchedNanos) {
            answered[request.type.wireValue()]++;
        } else {
            latency.record(request.type, nanoClock.getAsLong() - request.fetchedNanos, 1);
        }
    }

    /** Bytes that the driver could have if it saw the answers. */
    long bytes() {
        return bytes;
    }

    /** All answers are visible to the driver. */
    void published() {
        bytes = 0;
        if (!recording) {
            return;
        }
        long nanos = nanoClock.getAsLong() - fetchedNanos;
        for (BlockRequestType type : TYPES) {
            int requests = answered[type.wireValue()];
            if (requests != 0) {
                latency.record(type, nanos, requests);
                answered[type.wireValue()] = 0;
            }
        }
    }
}
