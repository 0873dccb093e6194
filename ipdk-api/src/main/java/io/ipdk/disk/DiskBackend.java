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
}
