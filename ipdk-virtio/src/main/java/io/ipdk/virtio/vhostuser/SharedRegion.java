package io.ipdk.virtio.vhostuser;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.nativeaccess.posix.Memfd;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.Protection;
import io.ipdk.nativeaccess.posix.Seal;
import io.ipdk.virtio.memory.MemoryRegion;
import io.ipdk.virtio.vhostuser.message.ProtocolViolation;
import io.ipdk.virtio.vhostuser.message.ProtocolViolationException;
import io.ipdk.virtio.vhostuser.message.RegionDescription;

/**
 * A region of guest memory together with the file it comes from, which is kept to see whether it was cut short.
 *
 * <p>Thread-safe, except that nobody may use the memory any more when {@link #close} is called.
 */
final class SharedRegion implements AutoCloseable {
    private final RegionDescription description;
    private final Fd file;
    private final MemoryRegion region;
    private final long mappedBytes;
    private final boolean sealed;

    private SharedRegion(RegionDescription description, Fd file, MemoryRegion region, long mappedBytes) {
        this.description = description;
        this.file = file;
        this.region = region;
        this.mappedBytes = mappedBytes;
        this.sealed = Memfd.isSealed(file, Seal.SHRINK);
    }

    /**
     * Maps a region that was {@linkplain RegionDescription#check checked}.
     *
     * <p>The file is mapped from its start, because an offset would have to be a multiple of the file's page size, which
     * for huge pages few front ends care about.
     *
     * @param file belongs to the region from now on, also if this fails
     * @param budget how many bytes may be mapped
     */
    static SharedRegion map(RegionDescription description, Fd file, long budget) {
        try {
            long needed = description.mmapOffset() + description.size();
            long present = Memfd.size(file);
            if (needed > present) {
                throw new ProtocolViolationException(
                        ProtocolViolation.REGION_BEYOND_FILE, description + " of a file of " + present + " bytes");
            }
            if (needed > budget) {
                throw new ProtocolViolationException(
                        ProtocolViolation.MEMORY_LIMIT, description + ": only " + budget + " bytes more may be mapped");
            }
            MappedMemory mapping = MappedMemory.map(file, 0, needed, Protection.READ_WRITE);
            MemoryRegion region = new MemoryRegion(
                    description.guestAddress(),
                    description.userAddress(),
                    description.size(),
                    mapping,
                    description.mmapOffset());
            return new SharedRegion(description, file, region, needed);
        } catch (PosixException e) {
            file.close();
            throw new ProtocolViolationException(
                    ProtocolViolation.REGION_NOT_MAPPABLE, description + ": " + e.getMessage());
        } catch (ProtocolViolationException e) {
            file.close();
            throw e;
        }
    }

    RegionDescription description() {
        return description;
    }

    MemoryRegion region() {
        return region;
    }

    long mappedBytes() {
        return mappedBytes;
    }

    /** Whether the front end has given away the power to cut the file short. */
    boolean isSealed() {
        return sealed;
    }

    /** Whether the file is shorter than what is mapped of it, so that an access can fail. */
    boolean isTruncated() {
        try {
            return !sealed && Memfd.size(file) < mappedBytes;
        } catch (ClosedException closedMeanwhile) {
            return false;
        }
    }

    @Override
    public void close() {
        region.close();
        file.close();
    }
}
