package io.ipdk.virtio.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The memory of one guest: translates the addresses a guest writes into addresses of this process, or refuses them.
 *
 * <p>A range is translated only as a whole and only inside one region; what crosses regions must be split by the caller
 * with {@link #contiguous}, because neighbours in the guest need not be neighbours here. All addresses are unsigned, and
 * no comparison can overflow: a length is compared to what is left of a region, never added to an address.
 *
 * <p>Immutable; the regions it names are not, their owner closes them when no table and no queue uses them.
 */
public final class GuestMemory {
    /** The answer for addresses that are not, or not wholly, guest memory. */
    public static final long UNMAPPED = 0;

    /** The largest number of regions (what QEMU offers as slots at most). */
    public static final int MAX_REGIONS = 512;

    /** The table without a region: every address is unmapped. */
    public static final GuestMemory EMPTY = new GuestMemory(List.of());

    private final List<MemoryRegion> regions;
    private final long[] guestAddresses;
    private final long[] sizes;
    private final long[] hostOffsets;

    // The largest region, beside the arrays: nearly every address of a common guest lies in it.
    private final long mainAddress;
    private final long mainSize;
    private final long mainHostOffset;

    private GuestMemory(List<MemoryRegion> sorted) {
        regions = List.copyOf(sorted);
        int count = regions.size();
        guestAddresses = new long[count];
        sizes = new long[count];
        hostOffsets = new long[count];
        int main = -1;
        for (int i = 0; i < count; i++) {
            MemoryRegion region = regions.get(i);
            guestAddresses[i] = region.guestAddress();
            sizes[i] = region.size();
            hostOffsets[i] = region.hostAddress() - region.guestAddress();
            if (main < 0 || sizes[i] > sizes[main]) {
                main = i;
            }
        }
        mainAddress = main < 0 ? 0 : guestAddresses[main];
        mainSize = main < 0 ? 0 : sizes[main];
        mainHostOffset = main < 0 ? 0 : hostOffsets[main];
    }

    /**
     * Makes a table of these regions, in any order.
     *
     * @throws IllegalArgumentException if two overlap or there are more than {@value #MAX_REGIONS}
     */
    public static GuestMemory of(List<MemoryRegion> regions) {
        if (regions.size() > MAX_REGIONS) {
            throw new IllegalArgumentException(
                    regions.size() + " memory regions: at most " + MAX_REGIONS + " are supported");
        }
        List<MemoryRegion> sorted = new ArrayList<>(regions);
        sorted.sort(Comparator.comparing(MemoryRegion::guestAddress, Long::compareUnsigned));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i - 1).overlaps(sorted.get(i))) {
                throw new IllegalArgumentException(
                        "memory regions overlap: (" + sorted.get(i - 1) + ") and (" + sorted.get(i) + ")");
            }
        }
        return new GuestMemory(sorted);
    }

    /**
     * The table with one region more.
     *
     * @throws IllegalArgumentException if it overlaps another or there would be more than {@value #MAX_REGIONS}
     */
    public GuestMemory with(MemoryRegion region) {
        List<MemoryRegion> more = new ArrayList<>(regions);
        more.add(region);
        return of(more);
    }

    /** The table without one region; the same table if it is not in it. The region is not closed. */
    public GuestMemory without(MemoryRegion region) {
        List<MemoryRegion> fewer = new ArrayList<>(regions);
        return fewer.remove(region) ? new GuestMemory(fewer) : this;
    }

    /** The regions by rising guest address. */
    public List<MemoryRegion> regions() {
        return regions;
    }

    /**
     * The host address of a range of guest memory.
     *
     * @param guestAddress the first byte (guest physical)
     * @param bytes the length; negative numbers count as huge and are refused
     * @return the address of the first byte in this process, or {@link #UNMAPPED} unless all bytes lie in one region
     */
    public long translate(long guestAddress, long bytes) {
        long offset = guestAddress - mainAddress;
        if (fits(offset, bytes, mainSize)) {
            return guestAddress + mainHostOffset;
        }
        int index = indexOf(guestAddress);
        if (index >= 0 && fits(guestAddress - guestAddresses[index], bytes, sizes[index])) {
            return guestAddress + hostOffsets[index];
        }
        return UNMAPPED;
    }

    /**
     * The one bounds check: whether a range lies inside a region of that size.
     *
     * <p>An address below the region has an offset that is huge as an unsigned number. The subtraction on the right cannot
     * wrap, for the left side has been passed.
     */
    private static boolean fits(long offset, long bytes, long size) {
        return Long.compareUnsigned(offset, size) < 0 && Long.compareUnsigned(bytes, size - offset) <= 0;
    }

    /**
     * How many bytes from a guest address on lie in one region.
     *
     * @return the number of bytes up to the end of the region that holds the address, 0 if none does
     */
    public long contiguous(long guestAddress) {
        int index = indexOf(guestAddress);
        return index < 0 ? 0 : sizes[index] - (guestAddress - guestAddresses[index]);
    }

    /**
     * The host address of a range the front end names by its own virtual address: rings, not buffers.
     *
     * @return the address of the first byte in this process, or {@link #UNMAPPED} unless all bytes lie in one region
     */
    public long translateUser(long userAddress, long bytes) {
        for (MemoryRegion region : regions) {
            long offset = userAddress - region.userAddress();
            if (fits(offset, bytes, region.size())) {
                return region.hostAddress() + offset;
            }
        }
        return UNMAPPED;
    }

    /** The region that holds a guest address, or −1. */
    private int indexOf(long guestAddress) {
        int low = 0;
        int high = guestAddresses.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long offset = guestAddress - guestAddresses[middle];
            if (Long.compareUnsigned(offset, sizes[middle]) < 0) {
                return middle;
            }
            if (Long.compareUnsigned(guestAddress, guestAddresses[middle]) < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return "guest memory of " + regions;
    }
}
