package io.ipdk.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.FrontendHandle;
import io.ipdk.virtio.block.protocol.BlockConfigLayout;
import io.ipdk.virtio.block.protocol.BlockFeature;
import io.ipdk.virtio.block.protocol.BlockStatus;
import io.ipdk.virtio.block.store.MemoryStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BlockConfigSpaceTest {
    private static final int MIB = 1 << 20;

    private static ByteBuffer configOf(VirtioBlockDevice device) {
        byte[] bytes = new byte[device.configSize()];
        device.readConfig(0, bytes, 0, bytes.length);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void showsWhatADriverNeedsToKnow() {
        BlockDeviceSpec spec = BlockDeviceSpec.of("disk0").withQueues(3);
        try (MemoryStore store = new MemoryStore(MIB);
                VirtioBlockDevice device = new VirtioBlockDevice(spec, store)) {
            ByteBuffer config = configOf(device);

            assertThat(device.deviceId()).isEqualTo(2);
            assertThat(device.queueCount()).isEqualTo(3);
            assertThat(device.maxQueuePairsOrQueues()).isEqualTo(3);
            assertThat(config.capacity()).isEqualTo(60);
            assertThat(config.getLong(BlockConfigLayout.CAPACITY)).isEqualTo(2048);
            assertThat(config.getInt(BlockConfigLayout.SEG_MAX)).isGreaterThanOrEqualTo(126);
            assertThat(config.getInt(BlockConfigLayout.SIZE_MAX)).isGreaterThanOrEqualTo(4096);
            assertThat(config.getInt(BlockConfigLayout.BLK_SIZE)).isEqualTo(512);
            assertThat(config.get(BlockConfigLayout.PHYSICAL_BLOCK_EXP)).isEqualTo((byte) 3);
            assertThat(config.get(BlockConfigLayout.WRITEBACK)).isEqualTo((byte) 1);
            assertThat(config.getShort(BlockConfigLayout.NUM_QUEUES)).isEqualTo((short) 3);
            assertThat(config.getInt(BlockConfigLayout.MAX_DISCARD_SECTORS)).isPositive();
            assertThat(config.getInt(BlockConfigLayout.MAX_DISCARD_SEG)).isPositive();
            assertThat(config.getInt(BlockConfigLayout.DISCARD_SECTOR_ALIGNMENT))
                    .isEqualTo(8);
            assertThat(config.getInt(BlockConfigLayout.MAX_WRITE_ZEROES_SECTORS))
                    .isPositive();
            assertThat(config.getInt(BlockConfigLayout.MAX_WRITE_ZEROES_SEG)).isPositive();
            assertThat(config.get(BlockConfigLayout.WRITE_ZEROES_MAY_UNMAP)).isEqualTo((byte) 1);
        }
    }

    @Test
    void showsLargeLogicalBlocks() {
        BlockDeviceSpec spec = BlockDeviceSpec.of("disk0").withLogicalBlockSize(4096);
        try (MemoryStore store = new MemoryStore(MIB);
                VirtioBlockDevice device = new VirtioBlockDevice(spec, store)) {
            ByteBuffer config = configOf(device);

            assertThat(config.getLong(BlockConfigLayout.CAPACITY)).isEqualTo(2048);
            assertThat(config.getInt(BlockConfigLayout.BLK_SIZE)).isEqualTo(4096);
            assertThat(config.get(BlockConfigLayout.PHYSICAL_BLOCK_EXP)).isZero();
        }
    }

    @Test
    void aPartCanBeRead() {
        try (MemoryStore store = new MemoryStore(MIB);
                VirtioBlockDevice device = new VirtioBlockDevice(BlockDeviceSpec.of("disk0"), store)) {
            byte[] part = new byte[6];
            device.readConfig(BlockConfigLayout.BLK_SIZE, part, 1, 4);

            assertThat(part).containsExactly(0, 0, 2, 0, 0, 0);
        }
    }

    @Test
    void aReadOnlyDiskOffersNothingThatChangesIt() {
        TestStore store = new TestStore(MIB).writeProtected();
        try (store;
                VirtioBlockDevice device = new VirtioBlockDevice(BlockDeviceSpec.of("disk0"), store)) {
            assertThat(device.features() & BlockFeature.RO).isNotZero();
            assertThat(device.features() & (BlockFeature.DISCARD | BlockFeature.WRITE_ZEROES))
                    .isZero();
        }
    }

    @Test
    void growthIsVisibleAndAnnounced() {
        TestClock clock = new TestClock();
        MemoryStore store = new MemoryStore(MIB);
        AtomicInteger announced = new AtomicInteger();
        VirtioBlockDevice device = new VirtioBlockDevice(BlockDeviceSpec.of("disk0"), store);
        try (store;
                TestGuest guest = new TestGuest(device, clock)) {
            device.connected(frontendThatCounts(announced));
            TestRequest before = guest.write(2048, new byte[512]);
            guest.run();
            device.grow(2 * MIB);
            TestRequest after = guest.write(2048, new byte[512]);
            TestRequest across = guest.read(2047, 1024);
            guest.run();

            assertThat(before.statusByte()).isEqualTo(BlockStatus.IOERR);
            assertThat(after.statusByte()).isEqualTo(BlockStatus.OK);
            assertThat(across.statusByte()).isEqualTo(BlockStatus.OK);
            assertThat(announced).hasValue(1);
            assertThat(configOf(device).getLong(BlockConfigLayout.CAPACITY)).isEqualTo(4096);
            device.disconnected(DisconnectCause.FRONTEND_CLOSED, "");
            device.grow(3 * MIB);
            assertThat(announced).hasValue(1);
        }
    }

    private static FrontendHandle frontendThatCounts(AtomicInteger announced) {
        return new FrontendHandle() {
            @Override
            public boolean configChanged() {
                announced.incrementAndGet();
                return true;
            }

            @Override
            public boolean memoryFault(Throwable fault) {
                return false;
            }

            @Override
            public void disconnect(String reason) {}
        };
    }

    @Test
    void aDiskDoesNotShrinkOrGetHalfABlock() {
        BlockDeviceSpec spec = BlockDeviceSpec.of("disk0").withLogicalBlockSize(4096);
        try (MemoryStore store = new MemoryStore(MIB);
                VirtioBlockDevice device = new VirtioBlockDevice(spec, store)) {
            assertThatThrownBy(() -> device.grow(MIB - 4096))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("at least the present size, 1048576 bytes");
            assertThatThrownBy(() -> device.grow(MIB + 512))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("4096 bytes");
        }
    }

    @Test
    void aStoreThatIsNotMadeOfLogicalBlocksIsRefused() {
        BlockDeviceSpec spec = BlockDeviceSpec.of("disk0").withLogicalBlockSize(4096);
        try (MemoryStore store = new MemoryStore(MIB + 512)) {
            assertThatThrownBy(() -> new VirtioBlockDevice(spec, store))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("1049088 bytes");
        }
    }

    @Test
    void aSpecIsCheckedFieldByField() {
        BlockDeviceSpec spec = BlockDeviceSpec.of("a name that is longer than a serial can be");

        assertThat(spec.serial()).isEqualTo("a name that is longe");
        assertThatThrownBy(() -> spec.withSerial("x".repeat(21))).hasMessageContaining("20 printable");
        assertThatThrownBy(() -> spec.withSerial("ä")).hasMessageContaining("20 printable");
        assertThatThrownBy(() -> spec.withLogicalBlockSize(1024)).hasMessageContaining("512 or 4096");
        assertThatThrownBy(() -> spec.withQueues(0)).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> spec.withIoThreads(65)).hasMessageContaining("1 to 64");
    }
}
