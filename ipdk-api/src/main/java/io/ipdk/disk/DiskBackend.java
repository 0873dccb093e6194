package io.ipdk.disk;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a disk's blocks are kept.
 *
 * <p>Immutable.
 */
public sealed interface DiskBackend {

    /** Memory of the application; gone when the disk is unplugged or the application ends. */
    static DiskBackend memory() {
        return new Memory();
    }

    /** An existing raw image file, or block device. */
    static DiskBackend rawFile(Path path) {
        return new RawFile(path);
    }

    /** A raw image file that is created without blocks if it is not there, and grows as it is written. */
    static DiskBackend sparseFile(Path path) {
        return new SparseFile(path);
    }

    /** Storage of an {@code spdk_tgt} on this machine, which then serves the host itself. */
    static SpdkStorage spdk(Path rpcSocket) {
        return new SpdkStorage(rpcSocket);
    }

    /** Whether a disk can take its size, and what it holds, from what is there already. */
    default boolean mayExist() {
        return false;
    }

    /** See {@link #memory()}. */
    record Memory() implements DiskBackend {
        @Override
        public String toString() {
            return "memory";
        }
    }

    /** See {@link #rawFile}. */
    record RawFile(Path path) implements DiskBackend {
        public RawFile {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return "raw file " + path;
        }

        @Override
        public boolean mayExist() {
            return true;
        }
    }

    /** See {@link #sparseFile}. */
    record SparseFile(Path path) implements DiskBackend {
        public SparseFile {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return "sparse file " + path;
        }
    }

    /**
     * See {@link SpdkStorage#lvol}.
     *
     * @param thin whether clusters are taken when they are first written, if the volume is made
     */
    record SpdkVolume(Path rpcSocket, String store, String volume, boolean thin) implements DiskBackend {
        public SpdkVolume {
            Objects.requireNonNull(rpcSocket, "rpcSocket");
            Objects.requireNonNull(store, "store");
            Objects.requireNonNull(volume, "volume");
        }

        @Override
        public boolean mayExist() {
            return true;
        }

        @Override
        public String toString() {
            return "SPDK volume " + store + "/" + volume;
        }
    }

    /** See {@link SpdkStorage#bdev}. */
    record SpdkBdev(Path rpcSocket, String bdev) implements DiskBackend {
        public SpdkBdev {
            Objects.requireNonNull(rpcSocket, "rpcSocket");
            Objects.requireNonNull(bdev, "bdev");
        }

        @Override
        public boolean mayExist() {
            return true;
        }

        @Override
        public String toString() {
            return "SPDK block device " + bdev;
        }
    }
}
