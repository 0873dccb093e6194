package io.ipdk.virtio.block;

import io.ipdk.virtio.block.protocol.BlockRequestType;

/**
 * Hears how long requests took, from the moment the device fetched them from the ring to the moment the answer was visible to
 * the driver; waiting for a limit is part of it.
 *
 * <p>Called for every burst of answers on the thread that polls the disk (and on the one that stops a ring): implementations
 * are thread-safe, do not allocate and do not block.
 *
 * <p>Thread-safe.
 */
public interface LatencyRecorder {
    /** Throws it all away. */
    LatencyRecorder NONE = (type, nanos, requests) -> {};

    /**
     * Some requests of one type were answered, whether well or not.
     *
     * @param nanos how long each took
     * @param requests how many, at least 1
     */
    void record(BlockRequestType type, long nanos, long requests);
}
