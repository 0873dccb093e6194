package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.FdList;
import io.ipdk.virtio.memory.GuestMemory;
import io.ipdk.virtio.memory.MemoryRegion;
import io.ipdk.virtio.vhostuser.message.ProtocolViolation;
import io.ipdk.virtio.vhostuser.message.ProtocolViolationException;
import io.ipdk.virtio.vhostuser.message.RegionDescription;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory that a front end shares: checks what it describes, maps it, and replaces one table by the next.
 *
 * <p>New regions are mapped first, then the users of the memory change over, then old regions are unmapped; if anything
 * fails before the change, the old table stays in force and everything new is closed.
 *
 * <p>Confined to the control thread, except {@link #isTruncated}, which is thread-safe.
 */
final class MemoryTable implements AutoCloseable {
    /** The most regions in a table, which is also what GET_MAX_MEM_SLOTS answers. */
    static final int MAX_SLOTS = GuestMemory.MAX_REGIONS;

    private static final int TABLE_REGIONS_AT = 8;
    private static final int SLOT_REGION_AT = 8;

    private final long maxBytes;
    private final Users users;
    private volatile List<SharedRegion> regions = List.of();
    private GuestMemory memory = GuestMemory.EMPTY;

    /**
     * @param maxBytes how much address space may be mapped at a time
     * @param users is given each new table and returns when nobody uses the old one any more
     */
    MemoryTable(long maxBytes, Users users) {
        this.maxBytes = maxBytes;
        this.users = users;
    }

    /** Whoever uses the memory. */
    @FunctionalInterface
    interface Users {
        /**
         * Changes over to another table.
         *
         * @param mayFault whether the front end can cut a part of the memory short
         */
        void changeMemory(GuestMemory memory, boolean mayFault);
    }

    /** The table in force. */
    GuestMemory memory() {
        return memory;
    }

    /** The number of regions whose files can be cut short under the device. */
    int unsealedRegions() {
        return (int) regions.stream().filter(region -> !region.isSealed()).count();
    }

    /** Whether a file has become shorter than what is mapped of it. */
    boolean isTruncated() {
        return regions.stream().anyMatch(SharedRegion::isTruncated);
    }

    /** SET_MEM_TABLE: takes these regions instead of all others. */
    void replace(VhostUserMessage message) {
        List<RegionDescription> wanted = new ArrayList<>();
        for (int i = 0; i < message.intAt(0); i++) {
            RegionDescription description =
                    RegionDescription.read(message, TABLE_REGIONS_AT + i * RegionDescription.BYTES);
            checkBeside(wanted, description);
            wanted.add(description);
        }
        List<SharedRegion> next = new ArrayList<>();
        try {
            for (int i = 0; i < wanted.size(); i++) {
                next.add(map(wanted.get(i), message.fds(), i, next));
            }
            change(next);
        } catch (RuntimeException | Error e) {
            closeUnused(next);
            throw e;
        }
    }

    /**
     * ADD_MEM_REG: takes one region more. A region that is already there is passed by: QEMU announces each one once per
     * queue pair.
     */
    void add(VhostUserMessage message) {
        RegionDescription description = RegionDescription.read(message, SLOT_REGION_AT);
        for (SharedRegion present : regions) {
            if (present.description().equals(description)) {
                return;
            }
        }
        if (regions.size() == MAX_SLOTS) {
            throw new ProtocolViolationException(
                    ProtocolViolation.TOO_MANY_REGIONS, description + ": all " + MAX_SLOTS + " slots are taken");
        }
        checkBeside(regions.stream().map(SharedRegion::description).toList(), description);
        List<SharedRegion> next = new ArrayList<>(regions);
        SharedRegion added = map(description, message.fds(), 0, regions);
        next.add(added);
        try {
            change(next);
        } catch (RuntimeException | Error e) {
            closeUnused(List.of(added));
            throw e;
        }
    }

    /** REM_MEM_REG: gives one region up. One that is not there is passed by, for the same reason as in {@link #add}. */
    void remove(VhostUserMessage message) {
        RegionDescription description = RegionDescription.read(message, SLOT_REGION_AT);
        List<SharedRegion> next = new ArrayList<>(regions);
        if (next.removeIf(region -> region.description().isSamePlace(description))) {
            change(next);
        }
    }

    private static void checkBeside(List<RegionDescription> others, RegionDescription description) {
        description.check();
        for (RegionDescription other : others) {
            if (other.overlaps(description)) {
                throw new ProtocolViolationException(
                        ProtocolViolation.REGION_OVERLAP, description + " overlaps " + other);
            }
        }
    }

    private SharedRegion map(RegionDescription description, FdList fds, int index, List<SharedRegion> beside) {
        long used = beside.stream().mapToLong(SharedRegion::mappedBytes).sum();
        return SharedRegion.map(description, fds.take(index), maxBytes - used);
    }

    private void change(List<SharedRegion> next) {
        List<MemoryRegion> nextRegions = new ArrayList<>();
        next.forEach(region -> nextRegions.add(region.region()));
        GuestMemory table = GuestMemory.of(nextRegions);
        users.changeMemory(table, next.stream().anyMatch(region -> !region.isSealed()));
        List<SharedRegion> old = regions;
        memory = table;
        regions = List.copyOf(next);
        for (SharedRegion region : old) {
            if (!next.contains(region)) {
                region.close();
            }
        }
    }

    private void closeUnused(List<SharedRegion> mapped) {
        for (SharedRegion region : mapped) {
            if (!regions.contains(region)) {
                region.close();
            }
        }
    }

    /** Unmaps everything; nobody may use the memory any more. */
    @Override
    public void close() {
        List<SharedRegion> old = regions;
        regions = List.of();
        memory = GuestMemory.EMPTY;
        old.forEach(SharedRegion::close);
    }
}
