package io.ipdk.testkit.soft;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.Ipu;
import io.ipdk.device.DevicePhase;
import io.ipdk.device.UnplugMode;
import io.ipdk.error.IpdkException;
import io.ipdk.port.VirtualPort;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.testkit.contract.SocketHost;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.ipdk.unit.Bandwidth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk under the journal is full. */
@RequiresPeer(Peer.ROOT)
class FullDiskIT {

    @TempDir
    Path mountPoint;

    @BeforeEach
    void mount() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mountPoint.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", mountPoint.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private void fill() throws IOException {
        Path filler = mountPoint.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    @Test
    void nothingNewIsPluggedNothingIsLostAndUnplugStillWorks() throws IOException {
        try (Ipu ipu = Ipu.open("soft:" + mountPoint);
                SocketHost host = new SocketHost()) {
            VirtualPort port = ipu.ports().plug("web0", VirtualPortSpec.defaults());
            host.start(port);
            port.awaitReady(Duration.ofSeconds(60));
            fill();

            assertFails(() -> ipu.ports().plug("web1", VirtualPortSpec.defaults()));
            assertFails(() -> port.update(p -> p.rateLimit(Bandwidth.mbps(1))));
            assertThat(port.spec()).isEqualTo(VirtualPortSpec.defaults());
            assertThat(port.status().phase()).isEqualTo(DevicePhase.READY);
            assertThat(ipu.ports().list()).containsExactly(port);

            port.unplug(UnplugMode.surprise());
            assertThat(ipu.ports().list()).isEmpty();
            Files.delete(mountPoint.resolve("filler"));
            assertThat(ipu.ports()
                            .plug("web1", VirtualPortSpec.defaults())
                            .status()
                            .phase())
                    .isEqualTo(DevicePhase.PLUGGED);
        }
        assertThat(mountPoint.resolve("intents")).isDirectoryContaining("glob:**port-web1.plugged");
    }

    private static void assertFails(Runnable call) {
        try {
            call.run();
        } catch (IpdkException e) {
            assertThat(e).hasMessageContaining("No space left").hasMessageContaining("nothing was changed");
            assertThat(e.retryable()).isTrue();
            return;
        }
        throw new AssertionError("the call went through on a full disk");
    }
}
