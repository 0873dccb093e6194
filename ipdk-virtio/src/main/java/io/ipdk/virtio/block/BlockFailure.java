package io.ipdk.virtio.block;

import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.virtio.block.protocol.BlockRequestType;

/**
 * Requests that the store could not carry out; the guest was answered an I/O error.
 *
 * <p>Immutable.
 *
 * @param type what was asked
 * @param offset where on the disk, in bytes; 0 for a flush
 * @param bytes how many bytes; 0 for a flush
 * @param failures how many requests of this type failed since the last report, this one included
 * @param cause what the store threw for this one
 */
public record BlockFailure(BlockRequestType type, long offset, long bytes, long failures, Throwable cause) {
    /** Whether the store has no room left: writing works again once there is some. */
    public boolean isOutOfSpace() {
        return cause instanceof PosixException posix
                && (posix.errnoName().equals("ENOSPC") || posix.errnoName().equals("EDQUOT"));
    }
}
