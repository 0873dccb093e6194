package io.ipdk.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.virtio.FrontendHandle;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.protocol.BlockStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the guest and the owner of a disk hear when its store fails. */
class BlockFailuresTest {
    private static final byte[] BLOCK = TestData.random(512, 1);
    private static final long SECOND = 1_000_000_000L;

    private final List<String> heard = new ArrayList<>();
    private final List<BlockFailure> failures = new ArrayList<>();
    private final TestClock clock = new TestClock();
    private final TestStore store = new TestStore(1 << 20);
    private final BlockDeviceListener listener = new BlockDeviceListener() {
        @Override
        public void failed(BlockFailure failure) {
            heard.add(failure.type() + " failed " + failure.failures());
            failures.add(failure);
        }

        @Override
        public void recovered(BlockRequestType type) {
            heard.add(type + " recovered");
        }
    };
    private final VirtioBlockDevice device =
            new VirtioBlockDevice(BlockDeviceSpec.of("disk0"), store, listener, LatencyRecorder.NONE, clock);
    private final TestGuest guest = new TestGuest(device, clock);

    @AfterEach
    void unplug() {
        guest.close();
        store.close();
    }

    private int write() {
        TestRequest write = guest.write(3, BLOCK);
        guest.run();
        return write.statusByte();
    }

    @Test
    void aFailureIsAnErrorForTheGuestAndACauseForTheOwner() {
        IllegalStateException cause = new IllegalStateException("the disk is on fire");
        store.failOn(BlockRequestType.OUT, () -> cause);

        assertThat(write()).isEqualTo(BlockStatus.IOERR);
        assertThat(failures).containsExactly(new BlockFailure(BlockRequestType.OUT, 1536, 512, 1, cause));
        assertThat(failures.get(0).isOutOfSpace()).isFalse();
        assertThat(device.stats().errors()).isEqualTo(1);
    }

    @Test
    void theDiskWorksAgainWhenItsStoreDoes() {
        store.failOn(BlockRequestType.OUT, () -> new IllegalStateException("full"));
        write();
        TestRequest read = guest.read(0, 512);
        guest.run();
        assertThat(read.statusByte()).as("other requests go on").isEqualTo(BlockStatus.OK);
        store.work();

        assertThat(write()).isEqualTo(BlockStatus.OK);
        assertThat(write()).isEqualTo(BlockStatus.OK);
        assertThat(heard).containsExactly("OUT failed 1", "OUT recovered");
    }

    @Test
    void manyFailuresAreReportedOnceASecond() {
        store.failOn(BlockRequestType.OUT, () -> new IllegalStateException("full"));
        for (int i = 0; i < 25; i++) {
            write();
            clock.advance(SECOND / 10);
        }

        assertThat(heard).containsExactly("OUT failed 1", "OUT failed 10", "OUT failed 10");
    }

    @Test
    void aGuestThatAlternatesCausesNoMoreReports() {
        for (int i = 0; i < 20; i++) {
            store.failOn(BlockRequestType.OUT, () -> new IllegalStateException("full"));
            write();
            store.work();
            write();
            clock.advance(SECOND / 10);
        }

        assertThat(heard).containsExactly("OUT failed 1", "OUT recovered", "OUT failed 10", "OUT recovered");
    }

    @Test
    void whatAStoreDoesNotSupportIsNoFailure() {
        store.failOn(BlockRequestType.DISCARD, () -> new UnsupportedOperationException("no"));
        TestRequest discard = guest.ranges(BlockRequestType.DISCARD, TestData.range(0, 1, 0));
        guest.run();

        assertThat(discard.statusByte()).isEqualTo(BlockStatus.UNSUPP);
        assertThat(heard).isEmpty();
    }

    @Test
    void aListenerThatThrowsDoesNotHarmTheDisk() {
        BlockDeviceListener broken = new BlockDeviceListener() {
            @Override
            public void failed(BlockFailure failure) {
                throw new IllegalStateException("listener");
            }
        };
        TestStore failing = new TestStore(1 << 20);
        failing.failOn(BlockRequestType.OUT, () -> new IllegalStateException("full"));
        try (failing;
                TestGuest other = new TestGuest(
                        new VirtioBlockDevice(
                                BlockDeviceSpec.of("disk1"), failing, broken, LatencyRecorder.NONE, clock),
                        clock)) {
            TestRequest write = other.write(0, BLOCK);
            other.run();

            assertThat(write.statusByte()).isEqualTo(BlockStatus.IOERR);
        }
    }

    @Test
    void memoryThatIsTakenAwayUnderARequestIsReportedToItsFrontEnd() {
        List<Throwable> faults = new ArrayList<>();
        device.connected(new FrontendHandle() {
            @Override
            public boolean configChanged() {
                return true;
            }

            @Override
            public boolean memoryFault(Throwable fault) {
                return faults.add(fault);
            }

            @Override
            public void disconnect(String reason) {}
        });
        InternalError fault = new InternalError("a fault occurred in an unsafe memory access operation");
        store.failOn(BlockRequestType.OUT, () -> fault);

        assertThat(write()).isEqualTo(BlockStatus.IOERR);
        device.agent().onFault(fault);
        assertThat(faults).containsExactly(fault, fault);
    }

    @Test
    void anUnexpectedFaultCostsTheFrontEndItsConnection() {
        List<String> reasons = new ArrayList<>();
        device.connected(new FrontendHandle() {
            @Override
            public boolean configChanged() {
                return true;
            }

            @Override
            public boolean memoryFault(Throwable fault) {
                return false;
            }

            @Override
            public void disconnect(String reason) {
                reasons.add(reason);
            }
        });
        device.agent().onFault(new IllegalStateException("surprise"));

        assertThat(reasons).singleElement().asString().contains("disk0").contains("surprise");
    }
}
