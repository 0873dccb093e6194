package io.ipdk.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.disk.DiskLimits;
import io.ipdk.limit.IopsLimit;
import io.ipdk.unit.Iops;
import io.ipdk.virtio.block.protocol.BlockStatus;
import io.ipdk.virtio.queue.InflightLayout;
import io.ipdk.virtio.queue.InflightRegion;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that a disk had fetched when its process ended, done by the disk that takes its place. */
class InflightRequestsTest {
    private static final int BLOCK = 4096;
    private static final int SECTORS = BLOCK / 512;

    private final TestClock clock = new TestClock();
    private final TestStore store = new TestStore(1 << 20);
    private final VirtioBlockDevice killed = disk();
    private final TestGuest guest = new TestGuest(killed, clock);
    private final VirtioBlockDevice next = disk();
    private final long area = guest.allocate(InflightLayout.bytes(TestGuest.RING_SIZE));

    private VirtioBlockDevice disk() {
        return new VirtioBlockDevice(
                BlockDeviceSpec.of("disk0"), store, BlockDeviceListener.NONE, LatencyRecorder.NONE, clock);
    }

    @AfterEach
    void unplug() {
        next.queue(0).enter();
        next.discard(0);
        next.queue(0).stop();
        next.queue(0).exit();
        next.close();
        guest.close();
        store.close();
    }

    /** The first disk serves one request and fetches all others, which wait for its limit. */
    private void serveOne() {
        guest.abandon(0);
        killed.limit(DiskLimits.UNLIMITED.withTotalIops(new IopsLimit(new Iops(1), 1)));
        guest.start(killed, 0, 0, region());
        guest.run();
    }

    private InflightRegion region() {
        return new InflightRegion(area, TestGuest.RING_SIZE);
    }

    private void takePlace() {
        guest.abandon(0);
        next.featuresNegotiated(killed.negotiatedFeatures());
        guest.start(next, 0, guest.usedIndex(0), region());
    }

    private void run() {
        while (next.agent().doWork(clock.nanos()) > 0) {
            guest.collect();
        }
    }

    @Test
    void theDeviceOffersToRemember() {
        assertThat(killed.protocolFeatures() & ProtocolFeature.INFLIGHT_SHMFD).isNotZero();
    }

    @Test
    void writesToOnePlaceHappenAgainInTheirOrder() {
        TestRequest served = guest.write(0, TestData.random(BLOCK, 1));
        TestRequest[] waiting = new TestRequest[20];
        byte[] last = TestData.random(BLOCK, 99);
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = guest.write(SECTORS, i == waiting.length - 1 ? last : TestData.random(BLOCK, 2 + i));
        }
        TestRequest read = guest.read(0, BLOCK);
        serveOne();
        assertThat(served.isDone()).isTrue();
        assertThat(waiting).noneMatch(TestRequest::isDone);

        takePlace();
        run();

        assertThat(waiting).allMatch(TestRequest::isDone);
        assertThat(waiting).allMatch(request -> request.statusByte() == BlockStatus.OK);
        assertThat(read.isDone()).isTrue();
        TestRequest again = guest.read(SECTORS, BLOCK);
        run();
        assertThat(again.isDone()).isTrue();
        assertThat(again.answerBytes()).isEqualTo(last);
        assertThat(next.stats().writes()).isEqualTo(waiting.length);
    }

    @Test
    void aStopFinishesWhatWasLeftBehindThoughNobodyPolled() {
        guest.write(0, TestData.random(BLOCK, 1));
        TestRequest waiting = guest.write(SECTORS, TestData.random(BLOCK, 2));
        serveOne();
        takePlace();

        next.queue(0).enter();
        next.drain(0);
        next.queue(0).exit();
        guest.collect();

        assertThat(waiting.isDone()).isTrue();
        assertThat(waiting.statusByte()).isEqualTo(BlockStatus.OK);
    }
}
