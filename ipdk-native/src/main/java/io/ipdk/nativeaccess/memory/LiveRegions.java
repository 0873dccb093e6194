package io.ipdk.nativeaccess.memory;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The memory regions that may be accessed, for the checked face of {@link RawMemory}.
 *
 * <p>Lookups read an immutable snapshot without a lock; changes are rare and replace it. Thread-safe.
 */
final class LiveRegions {
    private record Region(long address, long bytes, String name) {
        /** The distance from this region to the given address, zero where it lies inside. */
        long distanceTo(long other) {
            if (other < address) {
                return address - other;
            }
            return Math.max(0, other - (address + bytes - 1));
        }

        @Override
        public String toString() {
            return "\"" + name + "\" [0x" + Long.toHexString(address) + ", 0x" + Long.toHexString(address + bytes)
                    + ")";
        }
    }

    private static final class Snapshot {
        private final long[] addresses;
        private final Region[] regions;

        Snapshot(Region... regions) {
            this.regions = regions;
            addresses = new long[regions.length];
            for (int i = 0; i < regions.length; i++) {
                addresses[i] = regions[i].address;
            }
        }
    }

    private final TreeMap<Long, Region> byAddress = new TreeMap<>();
    private volatile Snapshot snapshot = new Snapshot();

    synchronized void add(long address, long bytes, String name) {
        if (address <= 0 || bytes <= 0 || bytes > Long.MAX_VALUE - address) {
            throw new IllegalArgumentException("region \"" + name + "\" at 0x" + Long.toHexString(address) + " of "
                    + bytes + " bytes: address and length must be positive and must not wrap");
        }
        Region added = new Region(address, bytes, name);
        Map.Entry<Long, Region> below = byAddress.lowerEntry(address + bytes);
        if (below != null && below.getValue().address + below.getValue().bytes > address) {
            throw new IllegalStateException(
                    "region " + added + " overlaps the live region " + below.getValue() + "; unregister that first");
        }
        byAddress.put(address, added);
        publish();
    }

    synchronized void remove(long address) {
        if (byAddress.remove(address) == null) {
            throw new IllegalStateException("no live region starts at 0x" + Long.toHexString(address));
        }
        publish();
    }

    private void publish() {
        snapshot = new Snapshot(byAddress.values().toArray(new Region[0]));
    }

    /** Returns if all bytes lie in one live region, and throws {@link MemoryAccessError} otherwise. */
    void check(long address, long bytes) {
        if (bytes == 0) {
            return;
        }
        Snapshot current = snapshot;
        int at = Arrays.binarySearch(current.addresses, address);
        int index = at >= 0 ? at : -at - 2;
        if (index >= 0 && bytes > 0) {
            Region region = current.regions[index];
            long offset = address - region.address;
            if (offset < region.bytes && bytes <= region.bytes - offset) {
                return;
            }
        }
        throw miss(current, address, bytes);
    }

    private static MemoryAccessError miss(Snapshot current, long address, long bytes) {
        Region nearest = null;
        for (Region region : current.regions) {
            if (nearest == null || region.distanceTo(address) < nearest.distanceTo(address)) {
                nearest = region;
            }
        }
        String where = nearest == null ? "there is no live region" : "the nearest live region is " + nearest;
        return new MemoryAccessError(
                "access to " + bytes + " bytes at 0x" + Long.toHexString(address) + " is not inside one live region; "
                        + where,
                address,
                bytes);
    }
}
