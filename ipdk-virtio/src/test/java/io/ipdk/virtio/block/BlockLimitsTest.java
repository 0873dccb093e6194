package io.ipdk.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.disk.DiskLimits;
import io.ipdk.limit.BandwidthLimit;
import io.ipdk.limit.IopsLimit;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.Iops;
import io.ipdk.virtio.agent.PollAgent;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.protocol.BlockStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The six limits, counted under a clock moved by hand. */
class BlockLimitsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int BLOCK = 4096;

    private final TestClock clock = new TestClock();
    private final TestStore store = new TestStore(16 << 20);
    private final VirtioBlockDevice device = new VirtioBlockDevice(
            BlockDeviceSpec.of("disk0").withQueues(2), store, BlockDeviceListener.NONE, LatencyRecorder.NONE, clock);
    private final TestGuest guest = new TestGuest(device, clock);
    private final byte[] block = TestData.random(BLOCK, 1);
    private final long data = guest.allocate(BLOCK);
    private final long status = guest.allocate(1);

    @AfterEach
    void unplug() {
        guest.close();
        store.close();
    }

    private static IopsLimit iops(long rate, long burst) {
        return new IopsLimit(new Iops(rate), burst);
    }

    private static BandwidthLimit bytes(long bytesPerSecond, long burst) {
        return new BandwidthLimit(new Bandwidth(bytesPerSecond * 8), new DataSize(burst));
    }

    /** What a driver gets done in a while that always has four requests of one kind in the ring. */
    private long doneIn(long nanos, BlockRequestType type) {
        List<TestRequest> inFlight = new ArrayList<>();
        long done = 0;
        long end = clock.nanos() + nanos;
        while (clock.nanos() < end) {
            while (inFlight.size() < 4) {
                inFlight.add(submit(type));
            }
            guest.run();
            done += inFlight.stream().filter(TestRequest::isDone).count();
            if (!inFlight.removeIf(TestRequest::isDone)) {
                clock.moveTo(Math.min(end, device.agent().deadlineNanos()));
            }
        }
        return done;
    }

    private TestRequest submit(BlockRequestType type) {
        TestRequest request = guest.request(0).header(type, 0);
        return (type == BlockRequestType.IN ? request.writable(data, BLOCK) : request.readable(data, BLOCK))
                .writable(status, 1)
                .submit();
    }

    @Test
    void readIopsAreHeldExactly() {
        device.limit(DiskLimits.UNLIMITED.withReadIops(iops(100, 10)));

        // The burst at once, then a hundred a second.
        assertThat(doneIn(10 * SECOND, BlockRequestType.IN)).isBetween(1008L, 1010L);
    }

    @Test
    void writeIopsAreHeldExactly() {
        device.limit(DiskLimits.UNLIMITED.withWriteIops(iops(50, 1)));

        assertThat(doneIn(10 * SECOND, BlockRequestType.OUT)).isBetween(500L, 501L);
    }

    @Test
    void readBandwidthIsHeldExactly() {
        device.limit(DiskLimits.UNLIMITED.withReadBandwidth(bytes(100 * BLOCK, BLOCK)));

        assertThat(doneIn(10 * SECOND, BlockRequestType.IN)).isBetween(1000L, 1001L);
    }

    @Test
    void writeBandwidthIsHeldExactly() {
        device.limit(DiskLimits.UNLIMITED.withWriteBandwidth(bytes(100 * BLOCK, BLOCK)));

        assertThat(doneIn(10 * SECOND, BlockRequestType.OUT)).isBetween(1000L, 1001L);
    }

    @Test
    void theTotalsCountReadsAndWrites() {
        device.limit(DiskLimits.UNLIMITED.withTotalIops(iops(10, 10)));
        List<TestRequest> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            requests.add(guest.read(0, BLOCK));
            requests.add(guest.write(1, 0, block));
        }
        guest.run();

        assertThat(requests.stream().filter(TestRequest::isDone)).hasSize(10);
        guest.runFor(SECOND / 2);
        assertThat(requests.stream().filter(TestRequest::isDone)).hasSize(15);
        guest.runFor(SECOND / 2);
        assertThat(requests).allMatch(TestRequest::isDone);
    }

    @Test
    void theTotalBandwidthCountsReadsAndWrites() {
        device.limit(DiskLimits.UNLIMITED.withTotalBandwidth(bytes(4 * BLOCK, 2 * BLOCK)));
        List<TestRequest> requests = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            requests.add(guest.read(0, BLOCK));
            requests.add(guest.write(1, 0, block));
        }
        guest.run();

        assertThat(requests.stream().filter(TestRequest::isDone)).hasSize(2);
        guest.runFor(SECOND);
        assertThat(requests.stream().filter(TestRequest::isDone)).hasSize(6);
    }

    @Test
    void readsDoNotWaitBehindThrottledWrites() {
        device.limit(DiskLimits.UNLIMITED.withWriteIops(iops(1, 1)));
        List<TestRequest> writes = new ArrayList<>();
        for (int i = 0; i < TestGuest.RING_SIZE - 1; i++) {
            writes.add(guest.write(0, block));
        }
        TestRequest read = guest.read(0, BLOCK);
        guest.run();

        assertThat(read.isDone()).isTrue();
        assertThat(writes.stream().filter(TestRequest::isDone)).hasSize(1);
        assertThat(device.stats().throttled()).isEqualTo(TestGuest.RING_SIZE - 2);
    }

    @Test
    void writesDoNotWaitBehindThrottledReads() {
        device.limit(DiskLimits.UNLIMITED.withReadIops(iops(1, 1)));
        guest.read(0, BLOCK);
        guest.read(0, BLOCK);
        TestRequest write = guest.write(0, block);
        guest.run();

        assertThat(write.isDone()).isTrue();
    }

    @Test
    void readsAndWritesTakeTurnsUnderATotal() {
        device.limit(DiskLimits.UNLIMITED.withTotalIops(iops(10, 1)));
        List<TestRequest> writes = new ArrayList<>();
        List<TestRequest> reads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            writes.add(guest.write(0, block));
        }
        for (int i = 0; i < 20; i++) {
            reads.add(guest.read(0, BLOCK));
        }
        guest.runFor(2 * SECOND);

        // One at once and twenty in two seconds.
        assertThat(reads.stream().filter(TestRequest::isDone)).hasSizeBetween(10, 11);
        assertThat(writes.stream().filter(TestRequest::isDone)).hasSizeBetween(10, 11);
    }

    @Test
    void queuesTakeTurnsUnderALimit() {
        device.limit(DiskLimits.UNLIMITED.withReadIops(iops(10, 1)));
        List<TestRequest> first = new ArrayList<>();
        List<TestRequest> second = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            first.add(guest.read(0, 0, BLOCK));
            second.add(guest.read(1, 0, BLOCK));
        }
        guest.runFor(2 * SECOND);

        assertThat(first.stream().filter(TestRequest::isDone)).hasSizeBetween(10, 11);
        assertThat(second.stream().filter(TestRequest::isDone)).hasSizeBetween(10, 11);
    }

    @Test
    void aLimitChangesLiveAndWhatWaitsFollowsIt() {
        device.limit(DiskLimits.UNLIMITED.withReadIops(iops(1, 1)));
        List<TestRequest> reads = new ArrayList<>();
        for (int i = 0; i < 31; i++) {
            reads.add(guest.read(0, BLOCK));
        }
        guest.run();
        assertThat(reads.stream().filter(TestRequest::isDone)).hasSize(1);

        device.limit(DiskLimits.UNLIMITED.withReadIops(iops(10, 1)));
        guest.runFor(SECOND);
        assertThat(reads.stream().filter(TestRequest::isDone)).hasSizeBetween(10, 12);

        device.limit(DiskLimits.UNLIMITED);
        guest.run();
        assertThat(reads).allMatch(TestRequest::isDone);
        assertThat(device.agent().deadlineNanos()).isEqualTo(PollAgent.NO_DEADLINE);
    }

    @Test
    void aBurstSavedUpIsSpentAtOnce() {
        device.limit(DiskLimits.UNLIMITED.withReadIops(iops(10, 5)));
        List<TestRequest> reads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            reads.add(guest.read(0, BLOCK));
        }
        guest.run();

        assertThat(reads.stream().filter(TestRequest::isDone)).hasSize(5);
    }

    @Test
    void flushesCountAsWritesWithoutBytes() {
        device.limit(DiskLimits.UNLIMITED.withWriteBandwidth(bytes(1, 1)).withWriteIops(iops(1, 2)));
        guest.write(0, block);
        TestRequest first = guest.flush();
        TestRequest second = guest.flush();
        guest.run();

        assertThat(first.isDone()).isTrue();
        assertThat(second.isDone()).isFalse();
    }

    @Test
    void aRequestLargerThanTheBurstPassesAndIsPaidBack() {
        device.limit(DiskLimits.UNLIMITED.withReadBandwidth(bytes(BLOCK, 512)));
        TestRequest large = guest.read(0, 4 * BLOCK);
        TestRequest next = guest.read(0, BLOCK);
        guest.run();

        assertThat(large.isDone()).isTrue();
        assertThat(next.isDone()).isFalse();
        guest.runFor(3 * SECOND);
        assertThat(next.isDone()).isFalse();
        guest.runFor(SECOND);
        assertThat(next.isDone()).isTrue();
    }

    @Test
    void stoppingARingFinishesAllThatWaitsAtOnce() {
        device.limit(DiskLimits.UNLIMITED.withTotalIops(iops(1, 1)));
        List<TestRequest> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            requests.add(guest.write(i * 8L, block));
            requests.add(guest.read(i * 8L, BLOCK));
        }
        guest.run();
        int availIndex = guest.stop(0);
        guest.collect();

        assertThat(availIndex).isEqualTo(20);
        assertThat(requests).allMatch(request -> request.isDone() && request.statusByte() == BlockStatus.OK);
        assertThat(guest.usedIndex(0)).isEqualTo(20);
    }

    @Test
    void aFrontEndThatIsGoneIsServedNoMore() {
        device.limit(DiskLimits.UNLIMITED.withTotalIops(iops(1, 1)));
        for (int i = 0; i < 10; i++) {
            guest.write(i * 8L, block);
        }
        guest.run();
        guest.abandon(0);
        guest.runFor(100 * SECOND);

        assertThat(store.count(BlockRequestType.OUT)).isEqualTo(1);
        assertThat(guest.usedIndex(0)).isEqualTo(1);
        assertThat(device.agent().deadlineNanos()).isEqualTo(PollAgent.NO_DEADLINE);
    }

    @Test
    void anIdleAgentSleepsUntilTheNextRequestIsDue() {
        device.limit(DiskLimits.UNLIMITED.withReadIops(iops(4, 1)));
        guest.read(0, BLOCK);
        guest.read(0, BLOCK);
        guest.run();

        assertThat(device.agent().deadlineNanos() - clock.nanos()).isEqualTo(SECOND / 4);
    }
}
