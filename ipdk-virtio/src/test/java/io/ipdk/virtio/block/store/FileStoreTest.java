package io.ipdk.virtio.block.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends BlockStoreContract {
    @TempDir
    private Path directory;

    private Path image;

    @BeforeEach
    void name() {
        image = directory.resolve("disk.img");
    }

    @Override
    BlockStore create() {
        return FileStore.openOrCreate(directory.resolve("contract.img"), BYTES, 512);
    }

    private void makeImage(int size) throws IOException {
        Files.write(image, StoreBytes.random(size, 1));
    }

    // ---- what it does

    @Test
    void mayBlock() throws IOException {
        makeImage(512);
        try (FileStore store = FileStore.open(image, 512)) {
            assertThat(store.mayBlock()).isTrue();
        }
    }

    @Test
    void aNewImageTakesUpNoSpaceUntilItIsWritten() {
        long huge = 1L << 40;
        try (FileStore store = FileStore.openOrCreate(image, huge, 4096)) {
            assertThat(store.size()).isEqualTo(huge);
            assertThat(store.allocatedBytes()).isLessThan(64 << 10);
            bytes.write(store, huge - 4096, StoreBytes.random(4096, 2));
            store.flush();
            assertThat(store.allocatedBytes()).isBetween(4096L, 1L << 20);
        }
    }

    @Test
    void whatIsDiscardedTakesUpNoSpaceAnyMore() {
        try (FileStore store = FileStore.openOrCreate(image, 4 << 20, 512)) {
            bytes.write(store, 0, StoreBytes.random(4 << 20, 3));
            store.flush();
            long full = store.allocatedBytes();
            store.discard(1 << 20, 2 << 20);

            assertThat(store.allocatedBytes()).isLessThanOrEqualTo(full - (1 << 20));
            assertThat(bytes.read(store, 1 << 20, 2 << 20)).isEqualTo(new byte[2 << 20]);
        }
    }

    @Test
    void zeroingWithoutUnmapKeepsTheSpace() {
        try (FileStore store = FileStore.openOrCreate(image, 4 << 20, 512)) {
            bytes.write(store, 0, StoreBytes.random(4 << 20, 3));
            store.flush();
            long full = store.allocatedBytes();
            store.writeZeroes(0, 4 << 20, false);
            store.flush();

            assertThat(store.allocatedBytes()).isGreaterThanOrEqualTo(full - (64 << 10));
        }
    }

    @Test
    void whatWasWrittenIsThereWhenTheImageIsOpenedAgain() {
        byte[] data = StoreBytes.random(8192, 4);
        try (FileStore store = FileStore.openOrCreate(image, 1 << 20, 512)) {
            bytes.write(store, 4096, data);
        }
        try (FileStore store = FileStore.openOrCreate(image, 1 << 20, 512)) {
            assertThat(bytes.read(store, 4096, 8192)).isEqualTo(data);
        }
        try (FileStore store = FileStore.open(image, 512)) {
            assertThat(store.size()).isEqualTo(1 << 20);
            assertThat(bytes.read(store, 4096, 8192)).isEqualTo(data);
        }
    }

    @Test
    void growthIsThereWhenTheImageIsOpenedAgain() {
        try (FileStore store = FileStore.openOrCreate(image, 1 << 20, 512)) {
            store.grow(2 << 20);
        }
        try (FileStore store = FileStore.open(image, 512)) {
            assertThat(store.size()).isEqualTo(2 << 20);
        }
    }

    @Test
    void aReadOnlyImageIsReadAndNeverWritten() throws IOException {
        makeImage(8192);
        try (FileStore store = FileStore.openReadOnly(image, 512)) {
            assertThat(store.readOnly()).isTrue();
            assertThat(bytes.read(store, 0, 8192)).isEqualTo(StoreBytes.random(8192, 1));
            store.flush();
            assertThatThrownBy(() -> bytes.write(store, 0, new byte[512]))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> store.discard(0, 512)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> store.writeZeroes(0, 512, true)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> store.grow(16384)).isInstanceOf(UnsupportedOperationException.class);
        }
        assertThat(Files.readAllBytes(image)).isEqualTo(StoreBytes.random(8192, 1));
    }

    // ---- what can be wrong with an image

    @Test
    void aMissingImageIsNamed() {
        assertThatThrownBy(() -> FileStore.open(image, 512))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("image " + image + " does not exist")
                .hasMessageContaining("sparse file");
        assertThatThrownBy(() -> FileStore.openReadOnly(image, 512)).hasMessageContaining("does not exist");
    }

    @Test
    void anImageThatIsNoMultipleOfTheBlockSizeIsRefused() throws IOException {
        makeImage(4096 + 512);
        assertThatThrownBy(() -> FileStore.open(image, 4096))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("4608 bytes")
                .hasMessageContaining("4096 bytes");
    }

    @Test
    void anEmptyImageIsRefused() throws IOException {
        makeImage(0);
        assertThatThrownBy(() -> FileStore.open(image, 512)).hasMessageContaining("has 0 bytes");
    }

    @Test
    void anImageInUseIsRefusedAndItsUserNamed() throws IOException {
        makeImage(4096);
        try (FileStore first = FileStore.open(image, 512)) {
            assertThat(first.size()).isEqualTo(4096);
            assertThatThrownBy(() -> FileStore.open(image, 512))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(image + " is in use")
                    .hasMessageContaining("this process itself");
            assertThatThrownBy(() -> FileStore.openReadOnly(image, 512)).hasMessageContaining("is in use");
            assertThatThrownBy(() -> FileStore.openOrCreate(image, 4096, 512)).hasMessageContaining("is in use");
        }
        FileStore.open(image, 512).close();
    }

    @Test
    void readersShareAnImageAndKeepWritersOut() throws IOException {
        makeImage(4096);
        try (FileStore first = FileStore.openReadOnly(image, 512);
                FileStore second = FileStore.openReadOnly(image, 512)) {
            assertThat(first.size()).isEqualTo(second.size());
            assertThatThrownBy(() -> FileStore.open(image, 512)).hasMessageContaining("is in use");
        }
        FileStore.open(image, 512).close();
    }

    @Test
    void anImageOfAnotherSizeIsRefusedAndLeftAlone() throws IOException {
        makeImage(8192);
        assertThatThrownBy(() -> FileStore.openOrCreate(image, 4096, 512))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("has 8192 bytes, 4096 were asked for");
        assertThat(Files.size(image)).isEqualTo(8192);
    }

    @Test
    void anImageWhoseCreationWasInterruptedIsCompleted() throws IOException {
        Files.createFile(image);
        try (FileStore store = FileStore.openOrCreate(image, 4096, 512)) {
            assertThat(store.size()).isEqualTo(4096);
        }
    }

    @Test
    void aMissingDirectoryIsNamed() {
        Path lost = directory.resolve("nowhere/disk.img");
        assertThatThrownBy(() -> FileStore.openOrCreate(lost, 4096, 512))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("there is no directory " + lost.getParent());
    }

    @Test
    void aDirectoryThatCannotBeWrittenToIsNamed() {
        Path forbidden = Path.of("/sys/ipdk-disk.img");
        assertThatThrownBy(() -> FileStore.openOrCreate(forbidden, 4096, 512))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("/sys/ipdk-disk.img cannot be created in /sys")
                .hasMessageContaining("let this process write to the directory");
    }

    @Test
    void aDirectoryIsNoImage() {
        assertThatThrownBy(() -> FileStore.open(directory, 512))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("EISDIR");
    }

    @Test
    void aSizeThatFitsNoBlocksLeavesNothingBehind() {
        assertThatThrownBy(() -> FileStore.openOrCreate(image, 1000, 512)).isInstanceOf(InvalidSpecException.class);
        assertThat(image).doesNotExist();
    }

    @Test
    void aSizeThatNoFileCanHaveLeavesNothingBehind() {
        assertThatThrownBy(() -> FileStore.openOrCreate(image, Long.MAX_VALUE & -4096, 4096))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("EFBIG");
        assertThat(image).doesNotExist();
    }

    @Test
    void anImageThatWasCutOffFailsReadsThere() throws IOException {
        makeImage(8192);
        try (FileStore store = FileStore.open(image, 512)) {
            Files.write(image, new byte[4096]);
            assertThat(bytes.read(store, 0, 4096)).isEqualTo(new byte[4096]);
            assertThatThrownBy(() -> bytes.read(store, 4096, 4096))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("ends at byte 4096");
            assertThatThrownBy(() -> bytes.read(store, 2048, 4096, 1000)).hasMessageContaining("ends at byte 4096");
        }
    }
}
