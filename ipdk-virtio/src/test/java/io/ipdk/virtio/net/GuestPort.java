package io.ipdk.virtio.net;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.port.DropCause;
import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.memory.GuestMemory;
import io.ipdk.virtio.memory.MemoryRegion;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import io.ipdk.virtio.queue.SplitDriverQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A device together with a driver in one guest memory, without a transport between them. */
final class GuestPort implements AutoCloseable {
    static final int RING_SIZE = 256;
    private static final long GUEST_ADDRESS = 0x4000_0000L;
    private static final long REGION_BYTES = 64L << 20;

    /** A frame as it arrived. */
    static final class Received {
        private final Header header;
        private final byte[] frame;

        Received(Header header, byte[] frame) {
            this.header = header;
            this.frame = frame;
        }

        Header header() {
            return header;
        }

        byte[] frame() {
            return frame;
        }
    }

    final VirtioNetDevice device;
    final FrameBurst burst = new FrameBurst();
    final int headerBytes;
    final long features;
    final MemoryRegion region;
    final GuestMemory memory;
    final SplitDriverQueue[] receive;
    final SplitDriverQueue[] transmit;
    private final List<long[]> posted = new ArrayList<>();
    private long next;

    GuestPort(NetSettings settings, int pairs, long features) {
        this.features = features;
        device = new VirtioNetDevice(pairs, settings);
        headerBytes = new NegotiatedNet(features).headerBytes;
        region = new MemoryRegion(GUEST_ADDRESS, GUEST_ADDRESS, REGION_BYTES, MappedMemory.anonymous(REGION_BYTES), 0);
        memory = GuestMemory.of(List.of(region));
        next = region.hostAddress();
        receive = new SplitDriverQueue[pairs];
        transmit = new SplitDriverQueue[pairs];
        device.featuresNegotiated(features);
        for (int i = 0; i < pairs; i++) {
            receive[i] = start(2 * i);
            transmit[i] = start(2 * i + 1);
        }
    }

    GuestPort(NetSettings settings, long features) {
        this(settings, 1, features);
    }

    private SplitDriverQueue start(int index) {
        long ring = allocate(SplitDriverQueue.bytesNeeded(RING_SIZE, 0));
        SplitDriverQueue driver =
                new SplitDriverQueue(ring, GUEST_ADDRESS - region.hostAddress(), RING_SIZE, features, 0);
        DeviceVirtqueue queue = device.queue(index);
        queue.enter();
        queue.start(new SplitDeviceQueue(
                memory, RING_SIZE, driver.descriptorTable(), driver.availRing(), driver.usedRing(), 0, features));
        queue.enable(true);
        device.queueStarted(index);
        queue.exit();
        return driver;
    }

    long allocate(long bytes) {
        long address = next;
        next = (next + bytes + 63) & -64;
        return address;
    }

    /** Sends header and frame in one buffer. */
    void send(Header header, byte[] frame) {
        sendRaw(0, join(header.bytes(headerBytes), frame));
    }

    void send(byte[] frame) {
        send(Header.PLAIN, frame);
    }

    void sendOn(int pair, byte[] frame) {
        sendRaw(pair, join(Header.PLAIN.bytes(headerBytes), frame));
    }

    /** Sends header and frame in buffers of these lengths; the last takes the rest. */
    void sendIn(Header header, byte[] frame, int... lengths) {
        byte[] all = join(header.bytes(headerBytes), frame);
        List<byte[]> parts = new ArrayList<>();
        int at = 0;
        for (int length : lengths) {
            parts.add(Arrays.copyOfRange(all, at, at + length));
            at += length;
        }
        parts.add(Arrays.copyOfRange(all, at, all.length));
        sendRaw(0, parts.toArray(byte[][]::new));
    }

    /** Sends one chain of whatever bytes. */
    void sendRaw(int pair, byte[]... parts) {
        long[] addresses = new long[parts.length];
        int[] lengths = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            addresses[i] = allocate(Math.max(1, parts[i].length));
            lengths[i] = parts[i].length;
            RawMemory.copyFromArray(parts[i], 0, addresses[i], parts[i].length);
        }
        if (!transmit[pair].offer(addresses, lengths, parts.length, 0, 0)) {
            throw new IllegalStateException("the transmit ring is full");
        }
        transmit[pair].publish();
    }

    /** How many sent chains have come back. */
    int reclaim() {
        int count = 0;
        for (SplitDriverQueue queue : transmit) {
            while (queue.pollUsed() != SplitDriverQueue.NONE) {
                count++;
            }
        }
        return count;
    }

    /** Offers receive buffers, each a chain of segments of these lengths. */
    void post(int count, int... segments) {
        postOn(0, count, segments);
    }

    void postOn(int pair, int count, int... segments) {
        for (int i = 0; i < count; i++) {
            long[] addresses = new long[segments.length];
            for (int j = 0; j < segments.length; j++) {
                addresses[j] = allocate(segments[j]);
            }
            long[] buffer = new long[2 * segments.length];
            for (int j = 0; j < segments.length; j++) {
                buffer[2 * j] = addresses[j];
                buffer[2 * j + 1] = segments[j];
            }
            posted.add(buffer);
            if (!receive[pair].offer(addresses, segments, 0, segments.length, posted.size() - 1)) {
                throw new IllegalStateException("the receive ring is full");
            }
        }
        receive[pair].publish();
    }

    List<Received> received() {
        return receivedOn(0);
    }

    /** All frames that have arrived on a pair, those in several buffers put together. */
    List<Received> receivedOn(int pair) {
        List<Received> frames = new ArrayList<>();
        byte @Nullable [] first;
        while ((first = nextBuffer(pair)) != null) {
            Header header = Header.of(first, headerBytes);
            byte[] whole = first;
            for (int i = 1; i < header.numBuffers(); i++) {
                byte[] more = nextBuffer(pair);
                if (more == null) {
                    throw new AssertionError("a frame of " + header.numBuffers() + " buffers came with " + i);
                }
                whole = join(whole, more);
            }
            frames.add(new Received(header, Arrays.copyOfRange(whole, headerBytes, whole.length)));
        }
        return frames;
    }

    byte @Nullable [] nextBuffer(int pair) {
        int token = receive[pair].pollUsed();
        if (token == SplitDriverQueue.NONE) {
            return null;
        }
        byte[] bytes = new byte[receive[pair].usedLength()];
        long[] buffer = posted.get(token);
        int at = 0;
        for (int i = 0; i < buffer.length && at < bytes.length; i += 2) {
            int part = (int) Math.min(buffer[i + 1], bytes.length - at);
            RawMemory.copyToArray(buffer[i], bytes, at, part);
            at += part;
        }
        return bytes;
    }

    /** Polls everything sent into another port. */
    int forwardTo(GuestPort other) {
        return forwardTo(other, 0);
    }

    int forwardTo(GuestPort other, long now) {
        int frames = 0;
        int taken;
        do {
            taken = device.pollTransmit(
                    burst,
                    frame -> {
                        other.device.deliver(frame, now);
                        return true;
                    },
                    burst.capacity(),
                    Integer.MAX_VALUE,
                    now);
            frames += taken;
        } while (taken > 0);
        other.device.flushReceive();
        return frames;
    }

    long drops(DropCause cause) {
        return device.stats(Instant.EPOCH, Instant.EPOCH).drops(cause);
    }

    long totalDrops() {
        return device.stats(Instant.EPOCH, Instant.EPOCH).totalDrops();
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @Override
    public void close() {
        region.close();
    }
}
