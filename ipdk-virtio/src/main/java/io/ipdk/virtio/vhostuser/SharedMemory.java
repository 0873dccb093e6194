package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.nativeaccess.posix.Memfd;
import io.ipdk.nativeaccess.posix.Protection;
import io.ipdk.nativeaccess.posix.Seal;
import io.ipdk.virtio.vhostuser.message.RegionDescription;

/**
 * Memory that a front end shares with its back end: rings and buffers are taken from it.
 *
 * <p>The same bytes have an address in this process (host address), which drivers use, and one that goes into descriptors
 * (guest address). The difference between the two is one number, {@link #guestOffset}.
 *
 * <p>Thread-safe. Nobody may use the memory any more when {@link #close} is called.
 */
public final class SharedMemory implements AutoCloseable {
    private static final long IN_PLACE = -1;

    private final Fd file;
    private final MappedMemory mapping;
    private final long guestAddress;
    private long allocated;

    private SharedMemory(Fd file, MappedMemory mapping, long guestAddress) {
        this.file = file;
        this.mapping = mapping;
        this.guestAddress = guestAddress;
    }

    /**
     * Creates zeroed memory that cannot be cut short, with guest addresses from 1 MiB on.
     *
     * @param bytes the size, a multiple of the page size (or of the huge page size)
     * @param hugePages whether to take it from the reserved huge pages, for benchmarks
     */
    public static SharedMemory create(long bytes, boolean hugePages) {
        return create(bytes, hugePages, 1 << 20);
    }

    /**
     * Creates memory whose addresses in descriptors are those of this process, so that any number of pieces can be shared
     * without one getting into the way of another.
     */
    public static SharedMemory createInPlace(long bytes, boolean hugePages) {
        return create(bytes, hugePages, IN_PLACE);
    }

    /** Creates memory with guest addresses from a number of the caller's choice on. */
    public static SharedMemory create(long bytes, boolean hugePages, long guestAddress) {
        Fd file = Memfd.create("ipdk-frontend", bytes, hugePages);
        try {
            Memfd.seal(file, Seal.SHRINK);
            MappedMemory mapping = MappedMemory.map(file, 0, bytes, Protection.READ_WRITE);
            return new SharedMemory(file, mapping, guestAddress == IN_PLACE ? mapping.address() : guestAddress);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The size in bytes. */
    public long size() {
        return mapping.size();
    }

    /** The address of the first byte in this process. */
    public long address() {
        return mapping.address();
    }

    /** The address of the first byte in descriptors. */
    public long guestAddress() {
        return guestAddress;
    }

    /** What to add to an address of this process to get one for descriptors. */
    public long guestOffset() {
        return guestAddress - mapping.address();
    }

    /**
     * Takes a part of the memory, which is never given back.
     *
     * @param alignment of the address, a power of two
     * @return its address in this process
     * @throws IllegalStateException if there is not enough left
     */
    public synchronized long allocate(long bytes, int alignment) {
        long start = (allocated + alignment - 1) & -alignment;
        if (bytes < 0 || start > size() - bytes) {
            throw new IllegalStateException("shared memory of " + size() + " bytes has " + (size() - allocated)
                    + " left, " + bytes + " were asked for; create it larger");
        }
        allocated = start + bytes;
        return mapping.address() + start;
    }

    Fd file() {
        return file;
    }

    RegionDescription description() {
        return new RegionDescription(guestAddress, size(), mapping.address(), 0);
    }

    @Override
    public void close() {
        mapping.close();
        file.close();
    }
}
