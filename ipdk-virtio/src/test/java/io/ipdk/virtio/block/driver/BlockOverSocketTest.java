package io.ipdk.virtio.block.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ipdk.disk.DiskLimits;
import io.ipdk.error.IpdkException;
import io.ipdk.error.StorageException;
import io.ipdk.limit.IopsLimit;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.unit.Iops;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.block.BlockDeviceSpec;
import io.ipdk.virtio.block.protocol.BlockFeature;
import io.ipdk.virtio.block.protocol.BlockStatus;
import io.ipdk.virtio.block.store.FileStore;
import io.ipdk.virtio.block.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our driver and our device, with a real socket, real shared memory and real events between them. */
class BlockOverSocketTest {
    private static final int MIB = 1 << 20;
    private static final BlockDriverOptions OPTIONS = BlockDriverOptions.defaults();

    @TempDir
    private Path directory;

    private Path socket() {
        return directory.resolve("disk.sock");
    }

    private static byte[] random(int bytes, long seed) {
        byte[] data = new byte[bytes];
        new SplittableRandom(seed).nextBytes(data);
        return data;
    }

    private static byte[] read(VirtioBlockDriver driver, long offset, int bytes) {
        byte[] data = new byte[bytes];
        driver.read(offset, data, 0, bytes);
        return data;
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                BlockDriverOptions.ALL_FEATURES,
                BlockDriverOptions.ALL_FEATURES & ~VirtioFeature.EVENT_IDX,
                BlockDriverOptions.ALL_FEATURES & ~VirtioFeature.INDIRECT_DESC,
                VirtioFeature.VERSION_1
            })
    void aDiskInMemoryIsWrittenAndRead(long features) {
        byte[] data = random(MIB, 1);
        try (ServedDisk disk = new ServedDisk(socket(), BlockDeviceSpec.of("disk0"), new MemoryStore(4 * MIB));
                VirtioBlockDriver driver = VirtioBlockDriver.connect(socket(), OPTIONS.withFeatures(features))) {
            driver.write(MIB, data, 0, MIB);
            driver.flush();

            assertThat(driver.size()).isEqualTo(4 * MIB);
            assertThat(read(driver, MIB, MIB)).isEqualTo(data);
            assertThat(disk.device.stats().flushes()).isEqualTo(1);
            assertThat(driver.id()).isEqualTo("disk0");
        }
    }

    @Test
    void aDiskInAFileIsWrittenAndRead() throws IOException {
        byte[] data = random(MIB, 2);
        Path image = directory.resolve("disk.img");
        BlockDeviceSpec spec = BlockDeviceSpec.of("disk0").withLogicalBlockSize(4096);
        try (ServedDisk disk = new ServedDisk(socket(), spec, FileStore.openOrCreate(image, 4 * MIB, 4096));
                VirtioBlockDriver driver = VirtioBlockDriver.connect(socket(), OPTIONS)) {
            driver.write(0, data, 0, MIB);
            driver.writeZeroes(8192, 4096, true);
            driver.discard(2 * MIB, MIB);
            driver.flush();

            Arrays.fill(data, 8192, 12288, (byte) 0);
            assertThat(driver.logicalBlockSize()).isEqualTo(4096);
            assertThat(read(driver, 0, MIB)).isEqualTo(data);
            assertThat(disk.device.stats().errors()).isZero();
        }
        assertThat(Files.size(image)).isEqualTo(4 * MIB);
        assertThat(Arrays.copyOf(Files.readAllBytes(image), MIB)).isEqualTo(data);
    }

    @Test
    void manyRequestsAreOnTheirWayAtOnce() {
        int blocks = 512;
        try (ServedDisk disk =
                        new ServedDisk(socket(), BlockDeviceSpec.of("disk0").withQueues(2), new MemoryStore(4 * MIB));
                VirtioBlockDriver driver = VirtioBlockDriver.connect(
                        socket(), OPTIONS.withQueues(2).withDepth(64).withBufferBytes(4096))) {
            for (int block = 0; block < blocks; block++) {
                driver.write(block * 4096L, random(4096, block), 0, 4096);
            }
            for (int index = 0; index < 2; index++) {
                BlockDriverQueue queue = driver.queue(index);
                int submitted = 0;
                int checked = 0;
                int[] blockOf = new int[64];
                while (checked < blocks) {
                    for (int slot = queue.acquire(); slot >= 0 && submitted < blocks; slot = queue.acquire()) {
                        blockOf[slot] = submitted;
                        assertThat(queue.read(slot, 4096L * submitted++, 4096)).isTrue();
                    }
                    queue.publish();
                    for (int slot = queue.poll(); slot >= 0; slot = queue.poll()) {
                        byte[] data = new byte[4096];
                        RawMemory.copyToArray(queue.buffer(slot), data, 0, 4096);
                        assertThat(queue.status(slot)).isEqualTo(BlockStatus.OK);
                        assertThat(data).isEqualTo(random(4096, blockOf[slot]));
                        queue.release(slot);
                        checked++;
                    }
                }
            }
            assertThat(disk.device.stats().reads()).isEqualTo(2L * blocks);
        }
    }

    @Test
    void errorsReachTheDriver() {
        try (ServedDisk disk = new ServedDisk(socket(), BlockDeviceSpec.of("disk0"), new MemoryStore(MIB));
                VirtioBlockDriver driver = VirtioBlockDriver.connect(socket(), OPTIONS)) {
            assertThatThrownBy(() -> driver.read(MIB, new byte[512], 0, 512))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("reading 512 bytes at 1048576: the device answered IOERR");
            assertThatThrownBy(() -> driver.discard(0, 8L << 30)).hasMessageContaining("IOERR");
            driver.write(0, new byte[512], 0, 512);
            assertThat(disk.device.stats().errors()).isEqualTo(2);
        }
    }

    @Test
    void growthReachesTheDriver() {
        try (ServedDisk disk = new ServedDisk(socket(), BlockDeviceSpec.of("disk0"), new MemoryStore(MIB));
                VirtioBlockDriver driver = VirtioBlockDriver.connect(socket(), OPTIONS)) {
            assertThat(driver.size()).isEqualTo(MIB);
            disk.device.grow(2 * MIB);

            assertThat(driver.awaitConfigChange(Duration.ofSeconds(10))).isTrue();
            assertThat(driver.size()).isEqualTo(2 * MIB);
            driver.write(MIB, new byte[512], 0, 512);
        }
    }

    @Test
    void theDriverChoosesTheWriteCacheMode() {
        try (ServedDisk disk = new ServedDisk(socket(), BlockDeviceSpec.of("disk0"), new MemoryStore(MIB));
                VirtioBlockDriver driver = VirtioBlockDriver.connect(socket(), OPTIONS)) {
            assertThat(driver.isWriteBack()).isTrue();
            driver.setWriteBack(false);
            assertThat(driver.isWriteBack()).isFalse();
            assertThat(disk.device.isWriteBack()).isFalse();
        }
    }

    @Test
    void aReadOnlyDiskSaysSo() throws IOException {
        Path image = directory.resolve("disk.img");
        Files.write(image, random(MIB, 3));
        try (ServedDisk disk =
                        new ServedDisk(socket(), BlockDeviceSpec.of("disk0"), FileStore.openReadOnly(image, 512));
                VirtioBlockDriver driver = VirtioBlockDriver.connect(socket(), OPTIONS)) {
            assertThat(driver.isReadOnly()).isTrue();
            assertThat(driver.features() & BlockFeature.DISCARD).isZero();
            assertThat(read(driver, 0, MIB)).isEqualTo(random(MIB, 3));
            assertThatThrownBy(() -> driver.write(0, new byte[512], 0, 512)).hasMessageContaining("IOERR");
            assertThat(disk.device.stats().writes()).isZero();
        }
        assertThat(Files.readAllBytes(image)).isEqualTo(random(MIB, 3));
    }

    @Test
    void requestsThatWaitAreFinishedWhenTheDriverStopsItsQueue() {
        try (ServedDisk disk = new ServedDisk(socket(), BlockDeviceSpec.of("disk0"), new MemoryStore(MIB))) {
            disk.device.limit(DiskLimits.UNLIMITED.withTotalIops(new IopsLimit(new Iops(1), 1)));
            try (VirtioBlockDriver driver = VirtioBlockDriver.connect(socket(), OPTIONS)) {
                BlockDriverQueue queue = driver.queue(0);
                for (int i = 0; i < 8; i++) {
                    queue.write(queue.acquire(), i * 4096L, 4096);
                }
                queue.publish();
                await().until(() -> disk.device.stats().throttled() >= 7);
            }
            assertThat(disk.device.stats().writes()).isEqualTo(8);
        }
    }

    @Test
    void aDriverThatVanishesWithRequestsOnTheirWayLeavesAWorkingDisk() {
        try (ServedDisk disk = new ServedDisk(socket(), BlockDeviceSpec.of("disk0"), new MemoryStore(MIB))) {
            for (int round = 0; round < 5; round++) {
                disk.device.limit(DiskLimits.UNLIMITED.withTotalIops(new IopsLimit(new Iops(1), 1)));
                try (VirtioBlockDriver driver = VirtioBlockDriver.connect(socket(), OPTIONS)) {
                    BlockDriverQueue queue = driver.queue(0);
                    for (int i = 0; i < 8; i++) {
                        queue.write(queue.acquire(), i * 4096L, 4096);
                    }
                    queue.publish();
                    driver.frontend().close();
                }
                disk.device.limit(DiskLimits.UNLIMITED);
                await().ignoreExceptionsInstanceOf(IpdkException.class).untilAsserted(() -> {
                    try (VirtioBlockDriver driver = VirtioBlockDriver.connect(socket(), OPTIONS)) {
                        driver.write(0, new byte[512], 0, 512);
                    }
                });
            }
        }
    }

    @Test
    void anIdleDiskSleepsAndWakesForARequest() {
        try (ServedDisk disk = new ServedDisk(socket(), BlockDeviceSpec.of("disk0"), new MemoryStore(MIB));
                VirtioBlockDriver driver = VirtioBlockDriver.connect(socket(), OPTIONS)) {
            for (int i = 0; i < 3; i++) {
                long sleeps = disk.runner.sleeps();
                driver.write(0, new byte[512], 0, 512);
                await().until(() -> disk.runner.sleeps() > sleeps);
                long cycles = disk.runner.cycles();
                await().during(Duration.ofMillis(100)).until(() -> disk.runner.cycles() <= cycles + 10);
            }
        }
    }
}
