package io.ipdk.virtio.net;

import static io.ipdk.virtio.net.Frames.A;
import static io.ipdk.virtio.net.Frames.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.port.PortStats;
import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.net.protocol.NetFeature;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A guest that writes anything anywhere in its memory. The checked face of raw memory fails the test at the first access
 * outside of a mapped region.
 */
class TransmitFuzzTest {
    private static final int ROUNDS = 4_000;
    private static final long ALL = NetFeature.offered(1);

    @BeforeAll
    static void accessesMustBeChecked() {
        assertThat(RawMemory.isChecked()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverTheGuestWritesNothingOutsideIsTouched(long seed) {
        Random random = new Random(seed);
        long receiver = random.nextBoolean() ? ALL : VirtioFeature.VERSION_1 | NetFeature.MRG_RXBUF;
        NetSettings settings = NetSettings.of(A).withAntiSpoofing(random.nextInt(4) == 0);
        try (GuestPort from = new GuestPort(settings, ALL);
                GuestPort to = new GuestPort(NetSettings.of(B), receiver)) {
            long available = 0;
            for (int round = 0; round < ROUNDS; round++) {
                restartIfBroken(from, 1);
                restartIfBroken(to, 0);
                available += sendAnything(from, random);
                postAnything(to, random);
                from.forwardTo(to);
            }
            PortStats stats = from.device.stats(Instant.EPOCH, Instant.EPOCH);
            assertThat(stats.framesFromHost() + stats.totalDrops()).isEqualTo(available);
            assertThat(stats.framesFromHost())
                    .as("the mutations leave good frames")
                    .isPositive();
            assertThat(stats.totalDrops()).isPositive();
            assertThat(CompletableFuture.supplyAsync(from.device.queue(1)::tryEnter)
                            .join())
                    .isTrue();
            assertThat(CompletableFuture.supplyAsync(to.device.queue(0)::tryEnter)
                            .join())
                    .isTrue();
        }
    }

    /** One chain with mutated descriptors, header and frame; the index moves by exactly one. */
    private static int sendAnything(GuestPort from, Random random) {
        byte[] frame = switch (random.nextInt(4)) {
            case 0 -> Frames.tcp4(new byte[random.nextInt(9000)], random.nextInt(256));
            case 1 -> Frames.tcp6(new byte[random.nextInt(9000)], random.nextInt(256));
            case 2 -> Frames.arp(A, A);
            default -> Frames.udp4(new byte[random.nextInt(1400)], 1, 2);
        };
        Header header = switch (random.nextInt(4)) {
            case 0 -> Header.tso4(1448);
            case 1 -> Header.tso6(1428);
            case 2 -> Header.checksum(34, 6);
            default -> Header.PLAIN;
        };
        byte[] all = GuestPort.join(header.bytes(12), frame);
        for (int i = random.nextInt(4); i > 0; i--) {
            all[random.nextInt(Math.min(all.length, 100))] = (byte) random.nextInt(256);
        }
        // Always the same small area: descriptors may point into rings and into each other's buffers.
        long area = from.region.hostAddress() + from.region.size() - (1 << 20);
        long guest = 0x4000_0000L + from.region.size() - (1 << 20);
        RawMemory.copyFromArray(all, 0, area, all.length);
        long table = from.transmit[0].descriptorTable();
        int parts = 1 + random.nextInt(4);
        int at = 0;
        for (int i = 0; i < parts; i++) {
            int length = i == parts - 1 ? all.length - at : random.nextInt(all.length - at + 1);
            long address = guest + at;
            int flags = i == parts - 1 ? 0 : 1;
            if (random.nextInt(20) == 0) {
                address = random.nextLong() >>> random.nextInt(64);
            }
            if (random.nextInt(20) == 0) {
                length = random.nextInt() >>> random.nextInt(32);
            }
            if (random.nextInt(20) == 0) {
                flags = random.nextInt(8);
            }
            at += i == parts - 1 ? 0 : Math.min(length < 0 ? 0 : length, all.length - at);
            RawMemory.putLong(table + 16L * i, address);
            RawMemory.putInt(table + 16L * i + 8, length);
            RawMemory.putShort(table + 16L * i + 12, (short) flags);
            RawMemory.putShort(table + 16L * i + 14, (short) (random.nextInt(20) == 0 ? random.nextInt(65536) : i + 1));
        }
        return offer(from.transmit[0].availRing(), random.nextInt(50) == 0 ? random.nextInt(4) : 0);
    }

    private static void postAnything(GuestPort to, Random random) {
        long table = to.receive[0].descriptorTable();
        for (int head = 0; head < 8; head++) {
            boolean wild = random.nextInt(30) == 0;
            long address = wild ? random.nextLong() >>> random.nextInt(64) : 0x4200_0000L + 65536L * head;
            RawMemory.putLong(table + 16L * head, address);
            RawMemory.putInt(table + 16L * head + 8, random.nextInt(30) == 0 ? random.nextInt(20) : 2048);
            RawMemory.putShort(table + 16L * head + 12, (short) (random.nextInt(30) == 0 ? random.nextInt(8) : 2));
            RawMemory.putShort(table + 16L * head + 14, (short) random.nextInt(16));
            offer(to.receive[0].availRing(), head);
        }
    }

    private static int offer(long availRing, int head) {
        int index = RawMemory.getShortAcquire(availRing + 2) & 0xffff;
        RawMemory.putShort(availRing + 4 + 2L * (index & (GuestPort.RING_SIZE - 1)), (short) head);
        RawMemory.putShortRelease(availRing + 2, (short) (index + 1));
        return 1;
    }

    private static void restartIfBroken(GuestPort port, int index) {
        DeviceVirtqueue queue = port.device.queue(index);
        queue.enter();
        SplitDeviceQueue ring = Objects.requireNonNull(queue.ring());
        var driver = index == 1 ? port.transmit[0] : port.receive[0];
        int behind = (RawMemory.getShortAcquire(driver.availRing() + 2) - ring.availIndex()) & 0xffff;
        if (ring.isBroken() || behind > GuestPort.RING_SIZE - 16) {
            int now = RawMemory.getShortAcquire(driver.availRing() + 2) & 0xffff;
            queue.stop();
            queue.start(new SplitDeviceQueue(
                    port.memory,
                    GuestPort.RING_SIZE,
                    driver.descriptorTable(),
                    driver.availRing(),
                    driver.usedRing(),
                    now,
                    port.features));
        }
        queue.exit();
    }
}
