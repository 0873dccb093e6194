package io.ipdk.virtio.block.store;

import io.ipdk.error.StorageException;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.virtio.block.protocol.BlockRequestLayout;

/**
 * Keeps blocks in memory of this process: gone when it is closed or the process ends. Memory is taken when blocks are first
 * touched, and given back when they are discarded or overwritten with zeros.
 *
 * <p>Thread-safe.
 */
public final class MemoryStore implements BlockStore {
    private volatile MemoryExtents extents;

    /**
     * Creates a store full of zeros.
     *
     * @param bytes the size, a positive multiple of 512
     * @throws StorageException if there is not so much address space
     */
    public MemoryStore(long bytes) {
        BlockSizes.requireSize(bytes, BlockRequestLayout.SECTOR_BYTES);
        extents = MemoryExtents.EMPTY.with(map(bytes));
    }

    private static MappedMemory map(long bytes) {
        try {
            return MappedMemory.anonymous(bytes);
        } catch (PosixException | IllegalArgumentException e) {
            throw new StorageException(
                    bytes + " bytes of memory for a disk cannot be mapped: " + e.getMessage(),
                    "ask for less, or keep the disk in a file",
                    e);
        }
    }

    @Override
    public long size() {
        return extents.size();
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public void read(long offset, SegmentList target) {
        MemoryExtents current = extents;
        long at = offset;
        for (int i = 0; i < target.count(); i++) {
            int length = target.length(i);
            for (int done = 0; done < length; ) {
                int part = (int) Math.min(length - done, current.contiguous(at));
                RawMemory.copy(current.address(at), target.address(i) + done, part);
                done += part;
                at += part;
            }
        }
    }

    @Override
    public void write(long offset, SegmentList source) {
        MemoryExtents current = extents;
        long at = offset;
        for (int i = 0; i < source.count(); i++) {
            int length = source.length(i);
            for (int done = 0; done < length; ) {
                int part = (int) Math.min(length - done, current.contiguous(at));
                RawMemory.copy(source.address(i) + done, current.address(at), part);
                done += part;
                at += part;
            }
        }
    }

    /** Does nothing: memory knows nothing more durable. */
    @Override
    public void flush() {}

    @Override
    public void discard(long offset, long bytes) {
        zero(offset, bytes);
    }

    @Override
    public void writeZeroes(long offset, long bytes, boolean mayUnmap) {
        zero(offset, bytes);
    }

    private void zero(long offset, long bytes) {
        MemoryExtents current = extents;
        for (long done = 0; done < bytes; ) {
            long part = Math.min(bytes - done, current.contiguous(offset + done));
            current.clear(offset + done, part);
            done += part;
        }
    }

    @Override
    public synchronized void grow(long bytes) {
        BlockSizes.requireGrowth(size(), bytes, BlockRequestLayout.SECTOR_BYTES);
        long added = bytes - size();
        if (added > 0) {
            extents = extents.with(map(added));
        }
    }

    @Override
    public synchronized void close() {
        extents.close();
    }
}
