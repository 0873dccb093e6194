package io.ipdk.virtio.queue;

import static io.ipdk.virtio.queue.SplitRingLayout.AVAIL_HEADS;
import static io.ipdk.virtio.queue.SplitRingLayout.AVAIL_INDEX;
import static io.ipdk.virtio.queue.SplitRingLayout.DESCRIPTOR_BYTES;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_ELEMENTS;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_INDEX;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.virtio.memory.GuestMemory;
import io.ipdk.virtio.memory.MemoryRegion;
import java.util.List;

/**
 * One guest with one ring, for tests: a region for the ring, two regions for buffers that are neighbours in the guest but
 * not here, and raw access to write what no driver would.
 */
final class Ring implements AutoCloseable {
    static final long RING = 0x1000_0000L;
    static final long BUFFERS = 0x2000_0000L;
    static final long REGION_BYTES = 0x10_0000;
    /** Where the second buffer region starts, right behind the first. */
    static final long BORDER = BUFFERS + REGION_BYTES;

    static final long EVENT_IDX = RingFeature.EVENT_IDX;
    static final long INDIRECT = RingFeature.INDIRECT_DESC;

    final int size;
    final long features;
    final MemoryRegion ringRegion;
    final MemoryRegion firstBuffers;
    final MemoryRegion secondBuffers;
    final GuestMemory memory;
    final SplitDriverQueue driver;
    SplitDeviceQueue device;

    Ring(int size, long features) {
        this(size, features, 8);
    }

    Ring(int size, long features, int indirectEntries) {
        this.size = size;
        this.features = features;
        int indirect = (features & INDIRECT) == 0 ? 0 : indirectEntries;
        ringRegion = region(RING, SplitDriverQueue.bytesNeeded(size, indirect));
        firstBuffers = region(BUFFERS, REGION_BYTES);
        secondBuffers = region(BORDER, REGION_BYTES);
        memory = GuestMemory.of(List.of(ringRegion, firstBuffers, secondBuffers));
        driver = new SplitDriverQueue(
                ringRegion.hostAddress(), RING - ringRegion.hostAddress(), size, features, indirect);
        device = deviceAt(0);
    }

    private static MemoryRegion region(long guestAddress, long bytes) {
        return new MemoryRegion(guestAddress, guestAddress, bytes, MappedMemory.anonymous(bytes), 0);
    }

    SplitDeviceQueue deviceAt(int availIndex) {
        return new SplitDeviceQueue(
                memory, size, driver.descriptorTable(), driver.availRing(), driver.usedRing(), availIndex, features);
    }

    /**
     * A host address for {@link SplitDriverQueue#offer} that reaches the device as this guest address: the driver adds the
     * ring's offset to all it offers.
     */
    long hostFor(long guestAddress) {
        return guestAddress - RING + ringRegion.hostAddress();
    }

    /** Where the bytes at a guest address really are. */
    long hostOf(long guestAddress) {
        return memory.translate(guestAddress, 1);
    }

    // ---- what a hostile driver can do

    void descriptor(int index, long address, int length, int flags, int next) {
        descriptorAt(driver.descriptorTable() + (long) index * DESCRIPTOR_BYTES, address, length, flags, next);
    }

    static void descriptorAt(long host, long address, int length, int flags, int next) {
        RawMemory.putLong(host, address);
        RawMemory.putInt(host + 8, length);
        RawMemory.putShort(host + 12, (short) flags);
        RawMemory.putShort(host + 14, (short) next);
    }

    void head(int slot, int head) {
        RawMemory.putShort(driver.availRing() + AVAIL_HEADS + 2L * slot, (short) head);
    }

    void availIndex(int index) {
        RawMemory.putShortRelease(driver.availRing() + AVAIL_INDEX, (short) index);
    }

    /** Offers the chain that starts at descriptor 0, written by hand, and fetches it. */
    DescriptorChain fetchHandwritten(DescriptorChain chain) {
        head(0, 0);
        availIndex(1);
        device.available();
        device.next(chain);
        return chain;
    }

    // ---- what a hostile device can do

    void usedElement(int slot, int id, int length) {
        RawMemory.putInt(driver.usedRing() + USED_ELEMENTS + 8L * slot, id);
        RawMemory.putInt(driver.usedRing() + USED_ELEMENTS + 8L * slot + 4, length);
    }

    void usedIndex(int index) {
        RawMemory.putShortRelease(driver.usedRing() + USED_INDEX, (short) index);
    }

    int usedIndex() {
        return RawMemory.getShortAcquire(driver.usedRing() + USED_INDEX) & 0xffff;
    }

    int usedId(int slot) {
        return RawMemory.getInt(driver.usedRing() + USED_ELEMENTS + 8L * slot);
    }

    int usedLength(int slot) {
        return RawMemory.getInt(driver.usedRing() + USED_ELEMENTS + 8L * slot + 4);
    }

    @Override
    public void close() {
        ringRegion.close();
        firstBuffers.close();
        secondBuffers.close();
    }
}
