package io.ipdk.virtio.queue;

/**
 * Why a ring is broken: the other side wrote something that leaves no way to go on. Immutable.
 *
 * <p>A broken ring hands out nothing more, until it is set up anew; other rings are not concerned.
 */
public enum RingFault {
    /** The avail index ran ahead by more than the queue size. */
    AVAIL_INDEX_JUMP,
    /** The avail ring names a head that is not below the queue size. */
    HEAD_OUT_OF_RANGE,
    /** The avail ring names a head that the device still holds. */
    HEAD_IN_FLIGHT,
    /** The used index ran ahead by more than the chains in flight. */
    USED_INDEX_JUMP,
    /** The used ring names an id that is not below the queue size. */
    USED_ID_OUT_OF_RANGE,
    /** The used ring names an id that is not in flight. */
    USED_ID_NOT_IN_FLIGHT
}
