package io.ipdk.virtio.block.store;

import io.ipdk.error.StorageException;
import io.ipdk.nativeaccess.posix.IoVector;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.PosixFile;
import java.nio.file.Path;

/**
 * Keeps blocks in a raw image file or on a block device.
 *
 * <p>Data goes through the page cache; {@link #flush} is fdatasync(2). Space is freed by punching holes and zeroed in place
 * where the file system can do that, and by writing zeros where it cannot. While the store is open the file is locked: for
 * everybody else if it may be written, against writers if it may only be read.
 *
 * <p>A write that finds the file system full fails, and so does what writes to it after that, until there is space again;
 * what was written before is not touched.
 *
 * <p>Thread-safe.
 */
public final class FileStore implements BlockStore {
    private static final int ZEROS = 1 << 20;

    private final PosixFile file;
    private final boolean readOnly;
    private final int blockSize;
    private final IoVectorPool vectors = new IoVectorPool();
    private final MappedMemory zeros = MappedMemory.anonymous(ZEROS);
    private volatile long size;

    private FileStore(PosixFile file, boolean readOnly, int blockSize, long size) {
        this.file = file;
        this.readOnly = readOnly;
        this.blockSize = blockSize;
        this.size = size;
    }

    /**
     * Opens an existing image or block device for reading and writing.
     *
     * @param blockSize the logical block size, which the size must be a multiple of
     * @throws StorageException if it is missing, locked, empty, not a multiple of the block size, or cannot be opened
     */
    public static FileStore open(Path path, int blockSize) {
        ImageFile image = ImageFile.open(path, blockSize);
        return new FileStore(image.file(), false, blockSize, image.size());
    }

    /**
     * Opens an existing image or block device for reading only.
     *
     * @throws StorageException as {@link #open}
     */
    public static FileStore openReadOnly(Path path, int blockSize) {
        ImageFile image = ImageFile.openReadOnly(path, blockSize);
        return new FileStore(image.file(), true, blockSize, image.size());
    }

    /**
     * Opens an image, or creates it without blocks if it is not there or was never given its size.
     *
     * @param bytes the size, a positive multiple of the block size
     * @throws StorageException if the image has another size, is locked, or cannot be created or opened
     * @throws io.ipdk.error.InvalidSpecException if the size is not a positive multiple of the block size
     */
    public static FileStore openOrCreate(Path path, long bytes, int blockSize) {
        BlockSizes.requireSize(bytes, blockSize);
        ImageFile image = ImageFile.openOrCreate(path, bytes, blockSize);
        return new FileStore(image.file(), false, blockSize, image.size());
    }

    /** The path as it was given. */
    public Path path() {
        return file.path();
    }

    /** The space taken up on the file system in bytes; what was never written takes up none. */
    public long allocatedBytes() {
        return file.allocatedBytes();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public boolean mayBlock() {
        return true;
    }

    @Override
    public void read(long offset, SegmentList target) {
        long read = target.count() == 1
                ? file.pread(target.address(0), target.length(0), offset)
                : readScattered(offset, target);
        if (read < target.bytes()) {
            throw new StorageException(
                    file.path() + " ends at byte " + (offset + read) + ", but the disk has " + size + " bytes",
                    "something else has cut the file off; restore it");
        }
    }

    private long readScattered(long offset, SegmentList target) {
        IoVector vector = vectorOf(target);
        try {
            return file.preadv(vector, offset);
        } finally {
            vectors.giveBack(vector);
        }
    }

    @Override
    public void write(long offset, SegmentList source) {
        requireWritable();
        if (source.count() == 1) {
            file.pwrite(source.address(0), source.length(0), offset);
            return;
        }
        IoVector vector = vectorOf(source);
        try {
            file.pwritev(vector, offset);
        } finally {
            vectors.giveBack(vector);
        }
    }

    private IoVector vectorOf(SegmentList segments) {
        IoVector vector = vectors.take();
        vector.clear();
        for (int i = 0; i < segments.count(); i++) {
            vector.add(segments.address(i), segments.length(i));
        }
        return vector;
    }

    @Override
    public void flush() {
        if (!readOnly) {
            file.fdatasync();
        }
    }

    /** Frees the space; does nothing where the file system cannot. */
    @Override
    public void discard(long offset, long bytes) {
        requireWritable();
        file.punchHole(offset, bytes);
    }

    @Override
    public void writeZeroes(long offset, long bytes, boolean mayUnmap) {
        requireWritable();
        boolean done = mayUnmap && file.punchHole(offset, bytes);
        if (!done && !file.zeroRange(offset, bytes)) {
            for (long written = 0; written < bytes; ) {
                long part = Math.min(ZEROS, bytes - written);
                file.pwrite(zeros.address(), part, offset + written);
                written += part;
            }
        }
    }

    /** Makes the file longer; a block device is not changed but looked at again, for its owner may have. */
    @Override
    public synchronized void grow(long bytes) {
        requireWritable();
        BlockSizes.requireGrowth(size, bytes, blockSize);
        try {
            if (file.isBlockDevice()) {
                requireCapacity(bytes);
            } else {
                file.truncate(bytes);
                file.fdatasync();
            }
        } catch (PosixException e) {
            throw new StorageException(
                    file.path() + " cannot grow from " + size + " to " + bytes + " bytes: " + e.getMessage(), "", e);
        }
        size = bytes;
    }

    private void requireCapacity(long bytes) {
        long capacity = file.size();
        if (capacity < bytes) {
            throw new StorageException(
                    "block device " + file.path() + " has " + capacity + " bytes, " + bytes + " were asked for",
                    "enlarge the device first");
        }
    }

    private void requireWritable() {
        if (readOnly) {
            throw new UnsupportedOperationException(file.path() + " was opened for reading only");
        }
    }

    @Override
    public synchronized void close() {
        file.close();
        vectors.close();
        zeros.close();
    }

    @Override
    public String toString() {
        return (readOnly ? "read-only file " : "file ") + file.path() + " of " + size + " bytes";
    }
}
