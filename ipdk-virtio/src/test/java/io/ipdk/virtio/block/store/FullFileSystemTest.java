package io.ipdk.virtio.block.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.nativeaccess.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sparse image on a file system of one megabyte. */
class FullFileSystemTest {
    private static final int MIB = 1 << 20;

    private final StoreBytes bytes = new StoreBytes();

    @TempDir
    private Path mountPoint;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=1m", "ipdk-test", mountPoint.toString()),
                "mounting a small tmpfs needs root");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", mountPoint.toString());
        bytes.close();
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Test
    void writingFailsWhenTheFileSystemIsFullAndWorksAgainWhenThereIsSpace() throws IOException {
        byte[] kept = StoreBytes.random(64 << 10, 1);
        byte[] late = StoreBytes.random(64 << 10, 2);
        Path ballast = mountPoint.resolve("ballast");
        try (FileStore store = FileStore.openOrCreate(mountPoint.resolve("disk.img"), 16 * MIB, 4096)) {
            bytes.write(store, 0, kept);
            Files.write(ballast, new byte[MIB - (128 << 10)]);

            assertThatThrownBy(() -> bytes.write(store, 8 * MIB, new byte[MIB]))
                    .isInstanceOfSatisfying(
                            PosixException.class, e -> assertThat(e.errnoName()).isEqualTo("ENOSPC"));
            assertThatThrownBy(() -> bytes.write(store, 8 * MIB, new byte[MIB], 4096, 8192))
                    .isInstanceOf(PosixException.class);
            store.flush();
            assertThat(bytes.read(store, 0, kept.length)).isEqualTo(kept);

            Files.delete(ballast);
            store.discard(8 * MIB, MIB);
            bytes.write(store, 12 * MIB, late);
            assertThat(bytes.read(store, 12 * MIB, late.length)).isEqualTo(late);
            assertThat(bytes.read(store, 0, kept.length)).isEqualTo(kept);
        }
    }

    @Test
    void zeroingWithoutUnmapFailsWhenThereIsNoSpaceToKeep() {
        try (FileStore store = FileStore.openOrCreate(mountPoint.resolve("disk.img"), 16 * MIB, 4096)) {
            store.writeZeroes(0, 16 * MIB, true);
            assertThatThrownBy(() -> store.writeZeroes(0, 16 * MIB, false))
                    .isInstanceOfSatisfying(
                            PosixException.class, e -> assertThat(e.errnoName()).isEqualTo("ENOSPC"));
        }
    }
}
