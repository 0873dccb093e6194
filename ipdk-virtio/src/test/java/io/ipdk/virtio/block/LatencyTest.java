package io.ipdk.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.disk.DiskLimits;
import io.ipdk.limit.IopsLimit;
import io.ipdk.unit.Iops;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final long MILLISECOND = 1_000_000;

    private final List<String> recorded = new ArrayList<>();
    private final TestClock clock = new TestClock();
    private final TestStore store = new TestStore(1 << 20);
    private final VirtioBlockDevice device = new VirtioBlockDevice(
            BlockDeviceSpec.of("disk0"),
            store,
            BlockDeviceListener.NONE,
            (type, nanos, requests) -> recorded.add(type + " " + nanos + " ns x" + requests),
            clock);

    @Test
    void requestsOfOneTurnAreRecordedTogetherWhenTheDriverCanSeeTheirAnswers() {
        store.failOn(BlockRequestType.FLUSH, () -> {
            clock.advance(700);
            return new IllegalStateException("slow and bad");
        });
        try (store;
                TestGuest guest = new TestGuest(device, clock)) {
            guest.read(0, 512);
            guest.read(0, 512);
            guest.write(0, new byte[512]);
            guest.flush();
            guest.run();

            assertThat(recorded).containsExactly("IN 700 ns x2", "OUT 700 ns x1", "FLUSH 700 ns x1");
        }
    }

    @Test
    void waitingForALimitIsPartOfTheLatency() {
        device.limit(DiskLimits.UNLIMITED.withReadIops(new IopsLimit(new Iops(100), 1)));
        try (store;
                TestGuest guest = new TestGuest(device, clock)) {
            guest.read(0, 512);
            guest.read(0, 512);
            guest.read(0, 512);
            guest.runFor(100 * MILLISECOND);

            assertThat(recorded).containsExactly("IN 0 ns x1", "IN 10000000 ns x1", "IN 20000000 ns x1");
        }
    }

    @Test
    void requestsThatWereRejectedAreNotRecorded() {
        try (store;
                TestGuest guest = new TestGuest(device, clock)) {
            guest.read(1 << 20, 512);
            guest.run();

            assertThat(recorded).isEmpty();
        }
    }
}
