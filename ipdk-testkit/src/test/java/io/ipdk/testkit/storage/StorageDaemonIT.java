package io.ipdk.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.StorageException;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.block.driver.BlockDriverOptions;
import io.ipdk.virtio.block.driver.BlockDriverQueue;
import io.ipdk.virtio.block.driver.VirtioBlockDriver;
import io.ipdk.virtio.block.protocol.BlockStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our block driver against a back end that is not ours. */
@RequiresPeer(Peer.QEMU_STORAGE_DAEMON)
class StorageDaemonIT {
    private static final int MIB = 1 << 20;
    private static final BlockDriverOptions OPTIONS = BlockDriverOptions.defaults();

    @TempDir
    private Path directory;

    private Path image;
    private byte[] content = new byte[0];

    @BeforeEach
    void makeImage() throws IOException {
        image = directory.resolve("disk.img");
        content = random(4 * MIB, 1);
        Files.write(image, content);
    }

    private StorageDaemon serve(StorageDaemonOptions options) {
        return StorageDaemon.start(directory.resolve("qsd.sock"), options);
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
                BlockDriverOptions.ALL_FEATURES & ~VirtioFeature.INDIRECT_DESC
            })
    void readsAndWritesWhatTheDaemonServes(long features) throws IOException {
        byte[] data = random(MIB, 2);
        try (StorageDaemon daemon = serve(StorageDaemonOptions.rawFile(image));
                VirtioBlockDriver driver = VirtioBlockDriver.connect(daemon.socket(), OPTIONS.withFeatures(features))) {
            assertThat(driver.size()).isEqualTo(4 * MIB);
            assertThat(driver.logicalBlockSize()).isEqualTo(512);
            assertThat(driver.isReadOnly()).isFalse();
            assertThat(driver.id()).isEqualTo("vhost_user_blk");
            assertThat(read(driver, 0, 4 * MIB)).isEqualTo(content);
            driver.write(MIB, data, 0, MIB);
            driver.flush();
            assertThat(read(driver, MIB, MIB)).isEqualTo(data);
        }
        assertThat(Arrays.copyOfRange(Files.readAllBytes(image), MIB, 2 * MIB)).isEqualTo(data);
    }

    @Test
    void zeroesAndDiscards() {
        try (StorageDaemon daemon = serve(StorageDaemonOptions.rawFile(image));
                VirtioBlockDriver driver = VirtioBlockDriver.connect(daemon.socket(), OPTIONS)) {
            driver.writeZeroes(MIB, 64 << 10, true);
            driver.discard(2 * MIB, 64 << 10);

            assertThat(read(driver, MIB, 64 << 10)).isEqualTo(new byte[64 << 10]);
            assertThat(read(driver, 0, MIB)).isEqualTo(Arrays.copyOf(content, MIB));
        }
    }

    @Test
    void hasManyRequestsOnTheirWayOnEachQueue() {
        int depth = 64;
        try (StorageDaemon daemon = serve(StorageDaemonOptions.rawFile(image).withQueues(2));
                VirtioBlockDriver driver = VirtioBlockDriver.connect(
                        daemon.socket(), OPTIONS.withQueues(2).withDepth(depth).withBufferBytes(4096))) {
            for (int index = 0; index < 2; index++) {
                BlockDriverQueue queue = driver.queue(index);
                SplittableRandom random = new SplittableRandom(index);
                long[] offsets = new long[depth];
                int done = 0;
                while (done < 2_000) {
                    for (int slot = queue.acquire(); slot >= 0; slot = queue.acquire()) {
                        offsets[slot] = random.nextLong(4 * MIB / 4096) * 4096;
                        assertThat(queue.read(slot, offsets[slot], 4096)).isTrue();
                    }
                    queue.publish();
                    for (int slot = queue.poll(); slot >= 0; slot = queue.poll()) {
                        byte[] data = new byte[4096];
                        RawMemory.copyToArray(queue.buffer(slot), data, 0, 4096);
                        assertThat(queue.status(slot)).isEqualTo(BlockStatus.OK);
                        assertThat(data)
                                .isEqualTo(
                                        Arrays.copyOfRange(content, (int) offsets[slot], (int) offsets[slot] + 4096));
                        queue.release(slot);
                        done++;
                    }
                }
            }
        }
    }

    @Test
    void hearsOfErrors() {
        try (StorageDaemon daemon = serve(StorageDaemonOptions.rawFile(image));
                VirtioBlockDriver driver = VirtioBlockDriver.connect(daemon.socket(), OPTIONS)) {
            assertThatThrownBy(() -> driver.read(4 * MIB, new byte[512], 0, 512))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("IOERR");
            assertThat(read(driver, 0, 512)).isEqualTo(Arrays.copyOf(content, 512));
        }
    }

    @Test
    void leavesAReadOnlyDiskAlone() throws IOException {
        try (StorageDaemon daemon = serve(StorageDaemonOptions.rawFile(image).readOnly());
                VirtioBlockDriver driver = VirtioBlockDriver.connect(daemon.socket(), OPTIONS)) {
            assertThat(driver.isReadOnly()).isTrue();
            assertThatThrownBy(() -> driver.write(0, new byte[512], 0, 512)).isInstanceOf(StorageException.class);
        }
        assertThat(Files.readAllBytes(image)).isEqualTo(content);
    }

    @Test
    void connectsAgainAndAgain() {
        try (StorageDaemon daemon = serve(StorageDaemonOptions.rawFile(image))) {
            for (int i = 0; i < 3; i++) {
                try (VirtioBlockDriver driver = VirtioBlockDriver.connect(daemon.socket(), OPTIONS)) {
                    assertThat(read(driver, i * 4096L, 4096))
                            .isEqualTo(Arrays.copyOfRange(content, i * 4096, i * 4096 + 4096));
                }
            }
        }
    }

    @Test
    void aDaemonThatDiesIsNoticed() {
        try (StorageDaemon daemon = serve(StorageDaemonOptions.nothing(MIB));
                VirtioBlockDriver driver =
                        VirtioBlockDriver.connect(daemon.socket(), OPTIONS.withTimeout(Duration.ofMillis(300)))) {
            driver.read(0, new byte[512], 0, 512);
            daemon.kill();

            assertThatThrownBy(() -> driver.read(0, new byte[512], 0, 512))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("no answer within PT0.3S");
        }
    }

    @Test
    void aDaemonThatCannotStartSaysWhy() {
        assertThatThrownBy(() -> serve(StorageDaemonOptions.rawFile(directory.resolve("missing.img"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("missing.img");
        assertThat(directory.resolve("qsd.sock")).doesNotExist();
    }
}
