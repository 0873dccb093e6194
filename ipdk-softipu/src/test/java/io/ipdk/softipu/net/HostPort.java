package io.ipdk.softipu.net;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.port.DropCause;
import io.ipdk.port.PortStats;
import io.ipdk.unit.MacAddress;
import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.memory.GuestMemory;
import io.ipdk.virtio.memory.MemoryRegion;
import io.ipdk.virtio.net.NetSettings;
import io.ipdk.virtio.net.VirtioNetDevice;
import io.ipdk.virtio.net.protocol.NetFeature;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import io.ipdk.virtio.queue.SplitDriverQueue;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A device with a driver in one memory, without a transport between them; one receive buffer takes any frame. */
final class HostPort implements AutoCloseable {
    static final int RING_SIZE = 256;
    static final long CHECKSUM_AND_TSO = NetFeature.CSUM
            | NetFeature.GUEST_CSUM
            | NetFeature.HOST_TSO4
            | NetFeature.GUEST_TSO4
            | VirtioFeature.VERSION_1;
    private static final int HEADER_BYTES = 12;
    static final int BUFFER_BYTES = 66_000;
    private static final long GUEST_ADDRESS = 0x1_0000_0000L;
    private static final long REGION_BYTES = 2L * RING_SIZE * BUFFER_BYTES + (1 << 20);

    final MacAddress mac;
    final VirtioNetDevice device;
    final SplitDriverQueue receive;
    final SplitDriverQueue transmit;
    private final long features;
    private final EventFd kick = EventFd.create();
    private final MemoryRegion region;
    private final GuestMemory memory;
    private long next;
    private final long receiveBuffers;
    private final long transmitBuffers;
    private int sent;

    HostPort(int number) {
        this(number, VirtioFeature.VERSION_1);
    }

    HostPort(int number, long features) {
        this.features = features;
        mac = new MacAddress(0x5254_0000_0000L + number);
        device = new VirtioNetDevice(1, NetSettings.of(mac));
        device.featuresNegotiated(features);
        region = new MemoryRegion(GUEST_ADDRESS, GUEST_ADDRESS, REGION_BYTES, MappedMemory.anonymous(REGION_BYTES), 0);
        memory = GuestMemory.of(List.of(region));
        next = region.hostAddress();
        receive = start(0);
        transmit = start(1);
        receiveBuffers = allocate((long) RING_SIZE * BUFFER_BYTES);
        transmitBuffers = allocate((long) RING_SIZE * BUFFER_BYTES);
    }

    private SplitDriverQueue start(int index) {
        SplitDriverQueue driver = new SplitDriverQueue(
                allocate(SplitDriverQueue.bytesNeeded(RING_SIZE, 0)),
                GUEST_ADDRESS - region.hostAddress(),
                RING_SIZE,
                features,
                0);
        DeviceVirtqueue queue = device.queue(index);
        queue.enter();
        queue.start(new SplitDeviceQueue(
                memory, RING_SIZE, driver.descriptorTable(), driver.availRing(), driver.usedRing(), 0, features));
        queue.kickWith(kick);
        queue.enable(true);
        queue.exit();
        return driver;
    }

    private long allocate(long bytes) {
        long address = next;
        next = (next + bytes + 63) & -64;
        return address;
    }

    HostPort withBuffers(int count) {
        for (int i = 0; i < count; i++) {
            receive.offer(receiveBuffers + (long) i * BUFFER_BYTES, BUFFER_BYTES, true, i);
        }
        receive.publish();
        return this;
    }

    long receiveBuffer(int slot) {
        return receiveBuffers + (long) slot * BUFFER_BYTES;
    }

    /** Fills transmit buffers with the same frame; their addresses. */
    long[] transmitBuffers(byte[] header, byte[] frame, int count) {
        long[] addresses = new long[count];
        for (int i = 0; i < count; i++) {
            addresses[i] = transmitBuffers + (long) i * BUFFER_BYTES;
            RawMemory.copyFromArray(header, 0, addresses[i], header.length);
            RawMemory.copyFromArray(frame, 0, addresses[i] + header.length, frame.length);
        }
        return addresses;
    }

    /** A frame from this port; the payload starts with the number. */
    byte[] frame(MacAddress destination, int length, int number) {
        return frame(destination, mac, length, number);
    }

    static byte[] frame(MacAddress destination, MacAddress source, int length, int number) {
        ByteBuffer frame = ByteBuffer.allocate(length);
        for (MacAddress each : new MacAddress[] {destination, source}) {
            frame.putShort((short) (each.bits() >>> 32)).putInt((int) each.bits());
        }
        return frame.putShort((short) 0x88b5).putInt(number).array();
    }

    void send(byte[] frame) {
        send(new byte[HEADER_BYTES], frame);
    }

    void send(byte[] header, byte[] frame) {
        while (transmit.pollUsed() != SplitDriverQueue.NONE) {
            // The buffer is free again.
        }
        int slot = sent++ % RING_SIZE;
        long address = transmitBuffers + (long) slot * BUFFER_BYTES;
        RawMemory.copyFromArray(header, 0, address, HEADER_BYTES);
        RawMemory.copyFromArray(frame, 0, address + HEADER_BYTES, frame.length);
        if (!transmit.offer(address, HEADER_BYTES + frame.length, false, slot)) {
            throw new IllegalStateException("the transmit ring is full");
        }
        transmit.publish();
    }

    /** All frames that have arrived; their buffers are offered again. */
    List<byte[]> received() {
        List<byte[]> frames = new ArrayList<>();
        int slot;
        while ((slot = receive.pollUsed()) != SplitDriverQueue.NONE) {
            byte[] frame = new byte[receive.usedLength() - HEADER_BYTES];
            long address = receiveBuffers + (long) slot * BUFFER_BYTES;
            RawMemory.copyToArray(address + HEADER_BYTES, frame, 0, frame.length);
            frames.add(frame);
            receive.offer(address, BUFFER_BYTES, true, slot);
        }
        receive.publish();
        return frames;
    }

    static int number(byte[] frame) {
        return ByteBuffer.wrap(frame).getInt(14);
    }

    PortStats stats() {
        return device.stats(Instant.EPOCH, Instant.EPOCH);
    }

    long drops(DropCause cause) {
        return stats().drops(cause);
    }

    @Override
    public void close() {
        region.close();
        kick.close();
    }
}
