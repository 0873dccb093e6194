package io.ipdk.testkit.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.Ipu;
import io.ipdk.device.DevicePhase;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.error.IpdkException;
import io.ipdk.error.StorageException;
import io.ipdk.port.VirtualPort;
import io.ipdk.testkit.contract.SocketHost;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application is killed with -9 and started again: what it had plugged comes back. */
class KilledApplicationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Path state() {
        return directory.resolve("state");
    }

    @Test
    void portsAndDisksComeBackAsTheyWere() throws Exception {
        Path image = directory.resolve("image.raw");
        ForkedApplication.start(PluggingApplication.class, directory, state().toString(), image.toString())
                .close();

        try (Ipu ipu = Ipu.open("soft:" + state());
                SocketHost host = new SocketHost()) {
            VirtualPort port = ipu.ports().get(PluggingApplication.PORT);
            VirtualDisk disk = ipu.disks().get(PluggingApplication.DISK);

            assertThat(port.spec()).isEqualTo(PluggingApplication.portSpec());
            assertThat(disk.spec()).isEqualTo(PluggingApplication.diskSpec(image));
            assertThat(port.status().phase()).isEqualTo(DevicePhase.PLUGGED);
            host.start(port);
            host.start(disk);
            assertThat(port.awaitReady(PATIENCE).isReady()).isTrue();
            assertThat(disk.awaitReady(PATIENCE).isReady()).isTrue();
            assertThat(image).hasSize(PluggingApplication.diskSpec(image).size().bytes());
        }
    }

    @Test
    void anImageIsRefusedWhileAnotherProcessHasItAndFreeOnceThatIsKilled() throws Exception {
        Path image = directory.resolve("image.raw");
        try (Ipu ipu = Ipu.open("soft:" + directory.resolve("other"))) {
            VirtualDiskSpec wanted = PluggingApplication.diskSpec(image);
            try (ForkedApplication owner = ForkedApplication.start(
                    PluggingApplication.class, directory, state().toString(), image.toString())) {
                assertThatThrownBy(() -> ipu.disks().plug("mine", wanted))
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining(image.toString())
                        .hasMessageContaining("in use");
                assertThatThrownBy(() -> Ipu.open("soft:" + state()))
                        .isInstanceOf(IpdkException.class)
                        .hasMessageContaining("open already")
                        .satisfies(
                                e -> assertThat(((IpdkException) e).retryable()).isTrue());
                assertThat(ipu.disks().list()).isEmpty();
                assertThat(owner.isAlive()).isTrue();
            }
            assertThat(ipu.disks().plug("mine", wanted).status().phase()).isEqualTo(DevicePhase.PLUGGED);
        }
    }
}
