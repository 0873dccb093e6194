package io.ipdk.virtio.block;

import io.ipdk.virtio.block.protocol.BlockRequestType;

/**
 * Hears when the store of a disk fails and when it works again.
 *
 * <p>Called on the thread that serves the disk, while it serves nothing else: implementations hand over to a thread of their
 * own, and do not call the disk.
 *
 * <p>Confined to one thread (the one that serves the disk).
 */
public interface BlockDeviceListener {
    /** Hears nothing. */
    BlockDeviceListener NONE = new BlockDeviceListener() {};

    /**
     * The store failed. Reported for the first request of a type that fails, and then once a second at most while more do.
     */
    default void failed(BlockFailure failure) {}

    /** A request of a type that was reported as failing has worked. */
    default void recovered(BlockRequestType type) {}
}
