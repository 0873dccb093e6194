package io.ipdk.testkit.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.Ipu;
import io.ipdk.disk.DiskBackend;
import io.ipdk.error.StorageException;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that nobody can write to, not even root. */
@RequiresPeer(Peer.ROOT)
class ReadOnlyFileSystemIT {

    @TempDir
    Path mountPoint;

    @TempDir
    Path elsewhere;

    private SmallFileSystem fileSystem;

    @BeforeEach
    void mount() {
        fileSystem = SmallFileSystem.mount(mountPoint, "size=64k,ro");
    }

    @AfterEach
    void unmount() {
        fileSystem.close();
    }

    @Test
    void asStateDirectoryItIsNamedWithTheNextStep() {
        for (Path directory : new Path[] {mountPoint, mountPoint.resolve("state")}) {
            assertThatThrownBy(() -> Ipu.open("soft:" + directory))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("Read-only file system")
                    .hasMessageContaining("choose a directory this user can write to");
        }
    }

    @Test
    void underASparseImageItIsNamedAndNothingIsPlugged() {
        Path image = mountPoint.resolve("disk.raw");
        try (Ipu ipu = Ipu.open("soft:" + elsewhere)) {
            assertThatThrownBy(() -> ipu.disks().plug("data", d -> d.backend(DiskBackend.sparseFile(image))))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(image.toString())
                    .hasMessageContaining("EROFS");
            assertThat(ipu.disks().list()).isEmpty();
            assertThat(elsewhere.resolve("intents")).isEmptyDirectory();
        }
    }
}
