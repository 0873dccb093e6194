package io.ipdk.virtio.block;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.block.protocol.BlockRequestLayout;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.memory.GuestMemory;
import io.ipdk.virtio.memory.MemoryRegion;
import io.ipdk.virtio.queue.InflightRegion;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import io.ipdk.virtio.queue.SplitDriverQueue;
import io.ipdk.virtio.queue.SplitRingLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guest in memory of this process with the rings of one disk: what a driver does, and what none should, under a clock that
 * the test moves.
 */
final class TestGuest implements AutoCloseable {
    static final int RING_SIZE = 64;
    static final int INDIRECT_ENTRIES = 128;
    private static final long GUEST_BASE = 0x4000_0000L;
    private static final long MEMORY_BYTES = 16 << 20;

    final VirtioBlockDevice device;
    final TestClock clock;
    private final MappedMemory mapping = MappedMemory.anonymous(MEMORY_BYTES);
    private final MemoryRegion region = new MemoryRegion(GUEST_BASE, GUEST_BASE, MEMORY_BYTES, mapping, 0);
    private final GuestMemory memory = GuestMemory.of(List.of(region));
    private final List<SplitDriverQueue> rings = new ArrayList<>();
    private final List<TestRequest> requests = new ArrayList<>();
    private final long features;
    private long next;

    TestGuest(VirtioBlockDevice device, TestClock clock) {
        this(device, clock, device.features());
    }

    TestGuest(VirtioBlockDevice device, TestClock clock, long features) {
        this.device = device;
        this.clock = clock;
        this.features = features;
        next = region.hostAddress();
        device.featuresNegotiated(features);
        for (int i = 0; i < device.queueCount(); i++) {
            int indirect = (features & VirtioFeature.INDIRECT_DESC) == 0 ? 0 : INDIRECT_ENTRIES;
            long ringMemory = allocate((int) SplitDriverQueue.bytesNeeded(RING_SIZE, indirect));
            rings.add(new SplitDriverQueue(ringMemory, guestOffset(), RING_SIZE, features, indirect));
            start(i, 0);
        }
    }

    private long guestOffset() {
        return GUEST_BASE - region.hostAddress();
    }

    /** Starts a ring at an avail index, as a transport does. */
    void start(int queue, int availIndex) {
        start(device, queue, availIndex, null);
    }

    /** Gives a ring to a device, this guest's or the one that takes its place, with a place to remember what is in flight. */
    void start(VirtioBlockDevice server, int queue, int availIndex, @Nullable InflightRegion inflight) {
        SplitDriverQueue ring = rings.get(queue);
        DeviceVirtqueue virtqueue = server.queue(queue);
        virtqueue.enter();
        virtqueue.start(new SplitDeviceQueue(
                memory,
                RING_SIZE,
                ring.descriptorTable(),
                ring.availRing(),
                ring.usedRing(),
                availIndex,
                features,
                inflight));
        virtqueue.enable(true);
        server.queueStarted(queue);
        virtqueue.exit();
    }

    /** Stops a ring in order, as GET_VRING_BASE does; answers the avail index. */
    int stop(int queue) {
        DeviceVirtqueue virtqueue = device.queue(queue);
        virtqueue.enter();
        device.drain(queue);
        int availIndex = virtqueue.ring() == null ? 0 : virtqueue.ring().availIndex();
        device.queueStopped(queue);
        virtqueue.stop();
        virtqueue.exit();
        return availIndex;
    }

    /** Stops a ring as it is stopped when the front end is gone. */
    void abandon(int queue) {
        DeviceVirtqueue virtqueue = device.queue(queue);
        virtqueue.enter();
        device.discard(queue);
        device.queueStopped(queue);
        virtqueue.stop();
        virtqueue.exit();
    }

    SplitDriverQueue ring(int queue) {
        return rings.get(queue);
    }

    /** Zeroed memory that the device can reach. */
    long allocate(int bytes) {
        long address = next;
        next = (next + bytes + 63) & -64;
        if (next > region.hostAddress() + MEMORY_BYTES) {
            throw new IllegalStateException("the guest is out of memory");
        }
        return address;
    }

    /** Memory of the guest with these bytes in it. */
    long allocate(byte[] bytes) {
        long address = allocate(bytes.length);
        RawMemory.copyFromArray(bytes, 0, address, bytes.length);
        return address;
    }

    /** A header in guest memory. */
    long header(int type, long sector) {
        long header = allocate(BlockRequestLayout.HEADER_BYTES);
        RawMemory.putInt(header + BlockRequestLayout.TYPE, type);
        RawMemory.putLong(header + BlockRequestLayout.SECTOR, sector);
        return header;
    }

    // ---- well-formed requests: header, data, status, each in a descriptor of its own

    TestRequest read(long sector, int bytes) {
        return read(0, sector, bytes);
    }

    TestRequest read(int queue, long sector, int bytes) {
        return request(queue)
                .header(BlockRequestType.IN, sector)
                .answer(bytes)
                .status()
                .submit();
    }

    TestRequest write(long sector, byte[] data) {
        return write(0, sector, data);
    }

    TestRequest write(int queue, long sector, byte[] data) {
        return request(queue)
                .header(BlockRequestType.OUT, sector)
                .data(data)
                .status()
                .submit();
    }

    TestRequest flush() {
        return request(0).header(BlockRequestType.FLUSH, 0).status().submit();
    }

    TestRequest ranges(BlockRequestType type, byte[] ranges) {
        return request(0).header(type, 0).data(ranges).status().submit();
    }

    /** A request to be put together piece by piece. */
    TestRequest request(int queue) {
        TestRequest request = new TestRequest(this, rings.get(queue), requests.size());
        requests.add(request);
        return request;
    }

    // ---- time

    /** Lets the device work until it has nothing to do, and looks at what came back. */
    void run() {
        while (device.agent().doWork(clock.nanos()) > 0) {
            collect();
        }
        collect();
    }

    /** Looks at what came back. */
    void collect() {
        for (SplitDriverQueue ring : rings) {
            for (int token = ring.pollUsed(); token >= 0; token = ring.pollUsed()) {
                requests.get(token).done(ring.usedLength());
            }
        }
    }

    /** Lets time pass as a runner would: to each moment at which the device has something to do. */
    void runFor(long nanos) {
        long end = clock.nanos() + nanos;
        run();
        for (long due = device.agent().deadlineNanos();
                due <= end;
                due = device.agent().deadlineNanos()) {
            clock.moveTo(due);
            run();
        }
        clock.moveTo(end);
        run();
    }

    // ---- what a hostile driver can do

    /** Writes a descriptor by hand. */
    void descriptor(int queue, int index, long hostAddress, int length, int flags, int nextIndex) {
        long descriptor = rings.get(queue).descriptorTable() + (long) index * SplitRingLayout.DESCRIPTOR_BYTES;
        RawMemory.putLong(descriptor, hostAddress + guestOffset());
        RawMemory.putInt(descriptor + 8, length);
        RawMemory.putShort(descriptor + 12, (short) flags);
        RawMemory.putShort(descriptor + 14, (short) nextIndex);
    }

    /** Writes a head into a slot of the avail ring. */
    void head(int queue, int slot, int head) {
        RawMemory.putShort(rings.get(queue).availRing() + SplitRingLayout.AVAIL_HEADS + 2L * slot, (short) head);
    }

    void availIndex(int queue, int index) {
        RawMemory.putShortRelease(rings.get(queue).availRing() + SplitRingLayout.AVAIL_INDEX, (short) index);
    }

    int usedIndex(int queue) {
        return RawMemory.getShortAcquire(rings.get(queue).usedRing() + SplitRingLayout.USED_INDEX) & 0xffff;
    }

    long regionStart() {
        return region.hostAddress();
    }

    long regionBytes() {
        return MEMORY_BYTES;
    }

    @Override
    public void close() {
        for (int i = 0; i < device.queueCount(); i++) {
            abandon(i);
        }
        device.close();
        region.close();
    }
}
