package io.ipdk.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.block.protocol.BlockConfigLayout;
import io.ipdk.virtio.block.protocol.BlockFeature;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.protocol.BlockStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a write is durable: VIRTIO 1.3, clause 5.2.6.2. */
class WriteCacheTest {
    private static final byte[] BLOCK = TestData.random(512, 1);
    private static final long RING = VirtioFeature.VERSION_1 | VirtioFeature.INDIRECT_DESC;

    private final TestClock clock = new TestClock();
    private final TestStore store = new TestStore(1 << 20);
    private final VirtioBlockDevice device = new VirtioBlockDevice(
            BlockDeviceSpec.of("disk0"), store, BlockDeviceListener.NONE, LatencyRecorder.NONE, clock);
    private TestGuest guest = new TestGuest(device, clock, 0);

    @AfterEach
    void unplug() {
        guest.close();
        store.close();
    }

    private void negotiate(long features) {
        guest = new TestGuest(device, clock, RING | features);
    }

    private boolean choose(int writeback) {
        return device.writeConfig(BlockConfigLayout.WRITEBACK, new byte[] {(byte) writeback}, 0, 1);
    }

    @Test
    void aFlushReachesTheStoreBeforeItsAnswer() {
        negotiate(BlockFeature.FLUSH | BlockFeature.CONFIG_WCE);
        guest.write(0, BLOCK);
        TestRequest flush = guest.flush();
        guest.run();

        assertThat(flush.statusByte()).isEqualTo(BlockStatus.OK);
        assertThat(store.calls()).containsExactly("OUT 0+512", "FLUSH");
    }

    @Test
    void aFlushThatFailsIsAnError() {
        negotiate(BlockFeature.FLUSH);
        store.failOn(BlockRequestType.FLUSH, () -> new IllegalStateException("no"));
        TestRequest flush = guest.flush();
        guest.run();

        assertThat(flush.statusByte()).isEqualTo(BlockStatus.IOERR);
    }

    @Test
    void aDriverThatFlushesGetsAWriteBackCache() {
        negotiate(BlockFeature.FLUSH);
        guest.write(0, BLOCK);
        guest.run();

        assertThat(device.isWriteBack()).isTrue();
        assertThat(store.calls()).containsExactly("OUT 0+512");
    }

    @Test
    void aDriverThatKnowsNoFlushHasEachWriteMadeDurable() {
        negotiate(0);
        guest.write(0, BLOCK);
        guest.read(0, 512);
        guest.run();

        assertThat(device.isWriteBack()).isFalse();
        assertThat(store.calls()).containsExactly("OUT 0+512", "FLUSH", "IN 0+512");
    }

    @Test
    void aDriverThatChoosesWriteThroughHasEachWriteMadeDurable() {
        negotiate(BlockFeature.FLUSH | BlockFeature.CONFIG_WCE | BlockFeature.WRITE_ZEROES);
        assertThat(choose(0)).isTrue();
        guest.write(0, BLOCK);
        guest.ranges(BlockRequestType.WRITE_ZEROES, TestData.range(0, 1, 0));
        guest.run();
        assertThat(store.calls()).containsExactly("OUT 0+512", "FLUSH", "WRITE_ZEROES 0+512", "FLUSH");

        assertThat(choose(1)).isTrue();
        guest.write(0, BLOCK);
        guest.run();
        assertThat(store.count(BlockRequestType.FLUSH)).isEqualTo(2);
    }

    @Test
    void aWriteThatCannotBeMadeDurableIsAnError() {
        negotiate(0);
        store.failOn(BlockRequestType.FLUSH, () -> new IllegalStateException("no"));
        TestRequest write = guest.write(0, BLOCK);
        guest.run();

        assertThat(write.statusByte()).isEqualTo(BlockStatus.IOERR);
    }

    @Test
    void theChoiceOutlivesAStopOfTheRingsWhichTheDriverDoesNotSee() {
        negotiate(BlockFeature.FLUSH | BlockFeature.CONFIG_WCE);
        choose(0);
        int availIndex = guest.stop(0);
        device.statusChanged(0);
        device.featuresNegotiated(RING | BlockFeature.FLUSH | BlockFeature.CONFIG_WCE);
        guest.start(0, availIndex);

        assertThat(device.isWriteBack()).isFalse();
    }

    @Test
    void nothingElseOfTheConfigurationSpaceCanBeWritten() {
        negotiate(BlockFeature.FLUSH | BlockFeature.CONFIG_WCE);

        assertThat(choose(2)).isFalse();
        assertThat(device.writeConfig(BlockConfigLayout.CAPACITY, new byte[8], 0, 8))
                .isFalse();
        assertThat(device.writeConfig(BlockConfigLayout.WRITEBACK, new byte[2], 0, 2))
                .isFalse();
        assertThat(device.isWriteBack()).isTrue();
    }
}
