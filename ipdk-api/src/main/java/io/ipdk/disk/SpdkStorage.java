package io.ipdk.disk;

import java.nio.file.Path;
import java.util.Objects;

/**
 * An {@code spdk_tgt} that can keep disks and serve them to the host by itself, without this application in between.
 *
 * <p>A disk in SPDK takes the limits {@code totalIops}, rounded up to thousands, and the three of bandwidth, rounded up to MiB/s;
 * {@link DiskInfo#limits} tells what is in force. Its serial is SPDK's choice.
 *
 * <p>Immutable.
 *
 * @param rpcSocket the socket that {@code spdk_tgt -r} has, {@code /var/tmp/spdk.sock} by default
 */
public record SpdkStorage(Path rpcSocket) {

    public SpdkStorage {
        Objects.requireNonNull(rpcSocket, "rpcSocket");
    }

    /**
     * A logical volume, which is made, thin, if it is not there, and stays when the disk is unplugged.
     *
     * @param store the store it lies in, which is there already
     * @param volume its name in the store
     */
    public DiskBackend lvol(String store, String volume) {
        return new DiskBackend.SpdkVolume(rpcSocket, store, volume, true);
    }

    /** As {@link #lvol}, with all its space taken from the start. */
    public DiskBackend thickLvol(String store, String volume) {
        return new DiskBackend.SpdkVolume(rpcSocket, store, volume, false);
    }

    /** A block device of any kind that is there already. */
    public DiskBackend bdev(String name) {
        return new DiskBackend.SpdkBdev(rpcSocket, name);
    }
}
