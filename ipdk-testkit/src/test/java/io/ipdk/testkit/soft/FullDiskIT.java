package io.ipdk.testkit.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.Ipu;
import io.ipdk.device.DevicePhase;
import io.ipdk.device.UnplugMode;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.error.IpdkException;
import io.ipdk.error.StorageException;
import io.ipdk.event.IpuEvent;
import io.ipdk.port.VirtualPort;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.testkit.contract.EventRecorder;
import io.ipdk.testkit.contract.SocketHost;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import io.ipdk.virtio.block.driver.BlockDriverOptions;
import io.ipdk.virtio.block.driver.VirtioBlockDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file system under the journal or under a sparse image is full. */
@RequiresPeer(Peer.ROOT)
class FullDiskIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BLOCK = 64 << 10;

    @TempDir
    Path mountPoint;

    @TempDir
    Path elsewhere;

    private SmallFileSystem fileSystem;

    @BeforeEach
    void mount() {
        fileSystem = SmallFileSystem.mount(mountPoint, "size=256k");
    }

    @AfterEach
    void unmount() {
        fileSystem.close();
    }

    @Test
    void underTheJournalNothingNewIsPluggedNothingIsLostAndUnplugStillWorks() throws IOException {
        try (Ipu ipu = Ipu.open("soft:" + mountPoint);
                SocketHost host = new SocketHost()) {
            VirtualPort port = ipu.ports().plug("web0", VirtualPortSpec.defaults());
            host.start(port);
            port.awaitReady(PATIENCE);
            fileSystem.fill();

            assertFails(() -> ipu.ports().plug("web1", VirtualPortSpec.defaults()));
            assertFails(() -> port.update(p -> p.rateLimit(Bandwidth.mbps(1))));
            assertThat(port.spec()).isEqualTo(VirtualPortSpec.defaults());
            assertThat(port.status().phase()).isEqualTo(DevicePhase.READY);
            assertThat(ipu.ports().list()).containsExactly(port);

            port.unplug(UnplugMode.surprise());
            assertThat(ipu.ports().list()).isEmpty();
            fileSystem.makeRoom();
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

    @Test
    void underASparseImageTheHostGetsErrorsTheOwnerTheCauseAndOtherDisksGoOn() throws IOException {
        byte[] kept = random(1);
        byte[] late = random(2);
        try (Ipu ipu = Ipu.open("soft:" + elsewhere.resolve("state"))) {
            EventRecorder recorder = EventRecorder.of(ipu.events());
            VirtualDisk thin = plug(ipu, "thin", mountPoint);
            VirtualDisk other = plug(ipu, "other", elsewhere);
            try (VirtioBlockDriver host = drive(thin);
                    VirtioBlockDriver neighbour = drive(other)) {
                host.write(0, kept, 0, BLOCK);
                fileSystem.fill();

                assertThatThrownBy(() -> host.write(1 << 20, late, 0, BLOCK))
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining("IOERR");
                assertThat(recorder.awaitUntil(IpuEvent.Faulted.class, PATIENCE))
                        .last()
                        .isInstanceOfSatisfying(IpuEvent.Faulted.class, fault -> {
                            assertThat(fault.device()).isEqualTo("thin");
                            assertThat(fault.cause()).contains("No space left on device");
                        });
                assertThat(thin.stats().errors()).isPositive();
                assertThat(thin.status().phase()).isEqualTo(DevicePhase.READY);
                assertReads(host, 0, kept);
                neighbour.write(1 << 20, late, 0, BLOCK);
                neighbour.flush();
                assertReads(neighbour, 1 << 20, late);

                fileSystem.makeRoom();
                host.write(1 << 20, late, 0, BLOCK);
                host.flush();
                assertReads(host, 1 << 20, late);
                assertReads(host, 0, kept);
            }
        }
    }

    private static VirtualDisk plug(Ipu ipu, String name, Path directory) {
        return ipu.disks()
                .plug(
                        name,
                        d -> d.backend(DiskBackend.sparseFile(directory.resolve("disk.raw")))
                                .size(DataSize.mib(64)));
    }

    private static VirtioBlockDriver drive(VirtualDisk disk) {
        VirtioBlockDriver driver =
                VirtioBlockDriver.connect(disk.info().socket().orElseThrow(), BlockDriverOptions.defaults());
        disk.awaitReady(PATIENCE);
        return driver;
    }

    private static void assertReads(VirtioBlockDriver driver, long offset, byte[] expected) {
        byte[] found = new byte[expected.length];
        driver.read(offset, found, 0, found.length);
        assertThat(found).isEqualTo(expected);
    }

    private static byte[] random(int seed) {
        byte[] bytes = new byte[BLOCK];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
