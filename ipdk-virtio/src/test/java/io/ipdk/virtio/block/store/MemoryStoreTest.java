package io.ipdk.virtio.block.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryStoreTest extends BlockStoreContract {
    @Override
    BlockStore create() {
        return new MemoryStore(BYTES);
    }

    @Test
    void doesNotBlock() {
        try (MemoryStore store = new MemoryStore(512)) {
            assertThat(store.mayBlock()).isFalse();
        }
    }

    @Test
    void takesMemoryWhenBlocksAreTouchedAndGivesItBackWhenTheyAreDiscarded() throws IOException {
        long disk = 1L << 40;
        byte[] data = StoreBytes.random(8 << 20, 1);
        try (MemoryStore store = new MemoryStore(disk)) {
            long before = residentBytes();
            bytes.write(store, disk / 2, data.clone());
            long written = residentBytes();
            store.discard(disk / 2, 8 << 20);
            long discarded = residentBytes();

            assertThat(before)
                    .as("a disk of a terabyte takes no memory by itself")
                    .isLessThan(8L << 30);
            assertThat(written - discarded).isGreaterThan(4 << 20);
            assertThat(bytes.read(store, disk / 2, 8 << 20)).isEqualTo(new byte[8 << 20]);
        }
    }

    private static long residentBytes() throws IOException {
        Scanner statm = new Scanner(Files.readString(Path.of("/proc/self/statm")));
        statm.nextLong();
        return statm.nextLong() * 4096;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -512, 100, 513})
    void aSizeThatIsNoWholeSectorIsRefused(long size) {
        assertThatThrownBy(() -> new MemoryStore(size))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining(size + " bytes");
    }

    @Test
    void moreThanTheAddressSpaceIsRefused() {
        assertThatThrownBy(() -> new MemoryStore(1L << 60))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("1152921504606846976 bytes");
    }
}
