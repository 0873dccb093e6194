package io.ipdk.virtio.vhostuser.message;

/**
 * A memory region as messages describe it; 32 bytes in this order. Immutable.
 *
 * @param guestAddress first byte as descriptors name it (guest physical)
 * @param size bytes
 * @param userAddress first byte as the front end's process names it
 * @param mmapOffset where in the file the region starts, in bytes
 */
public record RegionDescription(long guestAddress, long size, long userAddress, long mmapOffset) {
    public static final int BYTES = 32;

    public static RegionDescription read(VhostUserMessage message, int offset) {
        return new RegionDescription(
                message.longAt(offset),
                message.longAt(offset + 8),
                message.longAt(offset + 16),
                message.longAt(offset + 24));
    }

    public void addTo(VhostUserMessage message) {
        message.addLong(guestAddress).addLong(size).addLong(userAddress).addLong(mmapOffset);
    }

    /** Whether both name the same piece of guest memory, wherever it is in which file. */
    public boolean isSamePlace(RegionDescription other) {
        return guestAddress == other.guestAddress && size == other.size && userAddress == other.userAddress;
    }

    /** Checks what can be seen without the file. */
    public void check() {
        if (size == 0) {
            throw new ProtocolViolationException(ProtocolViolation.REGION_EMPTY, toString());
        }
        // The last byte may be the last of the address space; a file offset is a signed number in the kernel.
        boolean wraps = Long.compareUnsigned(guestAddress + (size - 1), guestAddress) < 0
                || Long.compareUnsigned(userAddress + (size - 1), userAddress) < 0;
        if (wraps || size < 0 || mmapOffset < 0 || mmapOffset + size < 0) {
            throw new ProtocolViolationException(ProtocolViolation.REGION_OVERFLOW, toString());
        }
    }

    /** Whether the two have a guest or user address in common; both are {@link #check}ed. */
    public boolean overlaps(RegionDescription other) {
        return overlap(guestAddress, size, other.guestAddress, other.size)
                || overlap(userAddress, size, other.userAddress, other.size);
    }

    private static boolean overlap(long first, long firstSize, long second, long secondSize) {
        return Long.compareUnsigned(second - first, firstSize) < 0
                || Long.compareUnsigned(first - second, secondSize) < 0;
    }

    @Override
    public String toString() {
        return "region at guest 0x" + Long.toHexString(guestAddress) + ", user 0x" + Long.toHexString(userAddress)
                + ", " + Long.toUnsignedString(size) + " bytes at file offset 0x" + Long.toHexString(mmapOffset);
    }
}
