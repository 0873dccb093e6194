package io.ipdk.virtio.memory;

import io.ipdk.nativeaccess.posix.MappedMemory;

/**
 * One contiguous piece of guest memory, mapped into this process: the same bytes under three addresses.
 *
 * <pre>
 *   guest address   what descriptors hold (guest physical)
 *   user address    what ring addresses hold (virtual, in the front end's process)
 *   host address    where this process has it mapped
 * </pre>
 *
 * <p>Owns its mapping: {@link #close} unmaps it, and whoever calls it makes sure first that no queue uses the region any
 * more. Guest and user addresses are unsigned 64-bit numbers. Thread-safe.
 */
public final class MemoryRegion implements AutoCloseable {
    private final long guestAddress;
    private final long userAddress;
    private final long size;
    private final long hostAddress;
    private final MappedMemory mapping;

    /**
     * Describes a mapped region.
     *
     * @param guestAddress the region's first byte as descriptors name it
     * @param userAddress the region's first byte as the front end's process names it
     * @param size the length in bytes, positive
     * @param mapping the mapping that holds the region; it belongs to the region from now on
     * @param mappingOffset where in the mapping the region starts, in bytes
     * @throws IllegalArgumentException if the region does not fit into the mapping, or wraps in one of its address spaces;
     *     the mapping then stays with the caller
     */
    public MemoryRegion(long guestAddress, long userAddress, long size, MappedMemory mapping, long mappingOffset) {
        if (size <= 0) {
            throw new IllegalArgumentException("a memory region of " + size + " bytes: the size must be positive");
        }
        if (mappingOffset < 0 || size > mapping.size() - mappingOffset) {
            throw new IllegalArgumentException("a region of " + size + " bytes at offset " + mappingOffset
                    + " does not fit into a mapping of " + mapping.size() + " bytes");
        }
        requireNoWrap("guest", guestAddress, size);
        requireNoWrap("user", userAddress, size);
        this.guestAddress = guestAddress;
        this.userAddress = userAddress;
        this.size = size;
        this.hostAddress = mapping.address() + mappingOffset;
        this.mapping = mapping;
    }

    private static void requireNoWrap(String name, long address, long size) {
        // The last byte, not the one behind it: a region may end at the very top of the address space.
        if (Long.compareUnsigned(address + (size - 1), address) < 0) {
            throw new IllegalArgumentException("a region of " + size + " bytes at " + name + " address 0x"
                    + Long.toHexString(address) + " wraps around the end of the address space");
        }
    }

    /** The first byte as descriptors name it (guest physical address). */
    public long guestAddress() {
        return guestAddress;
    }

    /** The first byte as the front end's process names it. */
    public long userAddress() {
        return userAddress;
    }

    /** The length in bytes. */
    public long size() {
        return size;
    }

    /** The first byte in this process. */
    public long hostAddress() {
        return hostAddress;
    }

    /** Whether a guest address lies in this region. */
    public boolean contains(long address) {
        return Long.compareUnsigned(address - guestAddress, size) < 0;
    }

    /** Whether the guest addresses of two regions have a byte in common. */
    public boolean overlaps(MemoryRegion other) {
        return contains(other.guestAddress) || other.contains(guestAddress);
    }

    /** Unmaps the region. */
    @Override
    public void close() {
        mapping.close();
    }

    @Override
    public String toString() {
        return "guest 0x" + Long.toHexString(guestAddress) + ", user 0x" + Long.toHexString(userAddress) + ", " + size
                + " bytes";
    }
}
