package io.ipdk.virtio.block.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A loop device as a store. */
class BlockDeviceStoreTest {
    private static final int MIB = 1 << 20;

    private final StoreBytes bytes = new StoreBytes();

    @TempDir
    private Path directory;

    private String loop = "";

    @BeforeEach
    void attach() throws IOException, InterruptedException {
        Path image = directory.resolve("loop.img");
        FileStore.openOrCreate(image, 4 * MIB, 4096).close();
        loop = run("losetup", "--find", "--show", image.toString());
        Assumptions.assumeFalse(loop.isEmpty(), "a loop device needs root and the loop module");
    }

    @AfterEach
    void detach() throws IOException, InterruptedException {
        if (!loop.isEmpty()) {
            run("losetup", "--detach", loop);
        }
        bytes.close();
    }

    /** What a command prints; nothing if it fails. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            return "";
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? output : "";
    }

    @Test
    void isReadWrittenAndZeroed() {
        byte[] data = StoreBytes.random(64 << 10, 1);
        try (FileStore store = FileStore.open(Path.of(loop), 512)) {
            assertThat(store.size()).isEqualTo(4 * MIB);
            bytes.write(store, MIB, data);
            store.flush();
            assertThat(bytes.read(store, MIB, data.length)).isEqualTo(data);
            store.writeZeroes(MIB, 4096, true);
            assertThat(bytes.read(store, MIB, 4096)).isEqualTo(new byte[4096]);
            store.discard(MIB + 4096, 4096);
        }
    }

    @Test
    void growsOnlyAsFarAsTheDevice() {
        try (FileStore store = FileStore.open(Path.of(loop), 512)) {
            store.grow(4 * MIB);
            assertThatThrownBy(() -> store.grow(8 * MIB))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("has 4194304 bytes, 8388608 were asked for");
        }
    }
}
