package io.ipdk.virtio.net;

import static io.ipdk.virtio.net.Frames.A;
import static io.ipdk.virtio.net.Frames.B;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ipdk.limit.BandwidthLimit;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.unit.Bandwidth;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.net.protocol.NetFeature;
import io.ipdk.virtio.queue.SplitDriverQueue;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The steady state allocates nothing, with and without work left to software. */
class NetAllocationTest {
    private static final int BURST = 32;
    private static final int BURSTS = 600;
    private static final long ALL = NetFeature.offered(1);

    private void assertAllocationFree(GuestPort from, GuestPort to, Header header, byte[] frame) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long[] sent = new long[BURST];
        byte[] all = GuestPort.join(header.bytes(12), frame);
        for (int i = 0; i < BURST; i++) {
            sent[i] = from.allocate(all.length);
            RawMemory.copyFromArray(all, 0, sent[i], all.length);
        }
        long buffers = to.allocate(2048L * GuestPort.RING_SIZE);
        for (int i = 0; i < GuestPort.RING_SIZE; i++) {
            to.receive[0].offer(buffers + 2048L * i, 2048, true, i);
        }
        to.receive[0].publish();
        FrameSink sink = taken -> to.device.deliver(taken, 0);
        bursts(from, to, sink, sent, all.length, buffers);
        long before = threads.getThreadAllocatedBytes(thread);
        bursts(from, to, sink, sent, all.length, buffers);
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        // The smallest object for every frame would be 16 bytes each; the measurement itself may cost a little.
        assertThat(allocated).isLessThan((long) BURST * BURSTS / 4);
        assertThat(to.device
                        .stats(java.time.Instant.EPOCH, java.time.Instant.EPOCH)
                        .framesToHost())
                .isGreaterThanOrEqualTo(2L * BURST * BURSTS);
    }

    private static void bursts(GuestPort from, GuestPort to, FrameSink sink, long[] sent, int length, long buffers) {
        for (int burst = 0; burst < BURSTS; burst++) {
            for (int i = 0; i < BURST; i++) {
                from.transmit[0].offer(sent[i], length, false, i);
            }
            from.transmit[0].publish();
            from.device.pollTransmit(from.burst, sink, BURST, 1 << 24, 0);
            to.device.flushReceive();
            int token;
            do {
                token = from.transmit[0].pollUsed();
            } while (token != SplitDriverQueue.NONE);
            while ((token = to.receive[0].pollUsed()) != SplitDriverQueue.NONE) {
                to.receive[0].offer(buffers + 2048L * token, 2048, true, token);
            }
            to.receive[0].publish();
        }
    }

    @Test
    void plainFramesAllocateNothing() {
        try (GuestPort from = new GuestPort(NetSettings.of(A).withAntiSpoofing(true), ALL);
                GuestPort to = new GuestPort(NetSettings.of(B), ALL)) {
            assertAllocationFree(from, to, Header.PLAIN, Frames.numbered(64));
        }
    }

    @Test
    void limitedFramesAllocateNothing() {
        NetSettings limited = NetSettings.of(A).withRateLimit(BandwidthLimit.of(Bandwidth.gbps(100_000)));
        try (GuestPort from = new GuestPort(limited, ALL & ~VirtioFeature.EVENT_IDX);
                GuestPort to = new GuestPort(limited, ALL)) {
            BandwidthLimit wide =
                    new BandwidthLimit(Bandwidth.gbps(100_000), io.ipdk.unit.DataSize.bytes(Long.MAX_VALUE / 8));
            from.device.configure(limited.withRateLimit(wide));
            to.device.configure(limited.withRateLimit(wide));
            assertAllocationFree(from, to, Header.PLAIN, Frames.numbered(1000));
        }
    }

    @Test
    void checksumsInSoftwareAllocateNothing() {
        try (GuestPort from = new GuestPort(NetSettings.of(A), ALL);
                GuestPort to = new GuestPort(NetSettings.of(B), VirtioFeature.VERSION_1)) {
            assertAllocationFree(from, to, Header.checksum(34, 6), Frames.udp4(new byte[500], 1, 2));
        }
    }

    @Test
    void segmentsInSoftwareAllocateNothing() {
        try (GuestPort from = new GuestPort(NetSettings.of(A), ALL);
                GuestPort to = new GuestPort(NetSettings.of(B), VirtioFeature.VERSION_1)) {
            assertAllocationFree(from, to, Header.tso4(1448), Frames.tcp4(new byte[5 * 1448], 0x10));
        }
    }

    @Test
    void severalPairsAllocateNothing() {
        try (GuestPort from = new GuestPort(NetSettings.of(A), 2, ALL);
                GuestPort to = new GuestPort(NetSettings.of(B), ALL)) {
            assertAllocationFree(from, to, Header.PLAIN, Frames.udp4(new byte[50], 1, 2));
        }
    }
}
