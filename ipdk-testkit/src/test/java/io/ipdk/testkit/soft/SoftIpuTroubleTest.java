package io.ipdk.testkit.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.Ipu;
import io.ipdk.device.DevicePhase;
import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.error.IpdkException;
import io.ipdk.error.StorageException;
import io.ipdk.error.UnsupportedException;
import io.ipdk.event.IpuEvent;
import io.ipdk.port.VirtualPort;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.testkit.contract.EventRecorder;
import io.ipdk.testkit.contract.SocketHost;
import io.ipdk.unit.DataSize;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the software IPU says and keeps when something is not as it should be. */
class SoftIpuTroubleTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Ipu ipu;
    private final SocketHost host = new SocketHost();

    @BeforeEach
    void open() {
        ipu = Ipu.open("soft:" + directory.resolve("state"));
    }

    @AfterEach
    void close() {
        host.close();
        ipu.close();
    }

    private Path image(long bytes) throws IOException {
        Path image = directory.resolve("image-" + bytes + ".raw");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        }
        return image;
    }

    @Test
    void aMissingImageIsNamed() {
        Path missing = directory.resolve("missing.raw");

        assertThat(ipu.disks()
                        .plan("a", d -> d.backend(DiskBackend.rawFile(missing)).sizeOfFile())
                        .problems())
                .singleElement()
                .asString()
                .contains(missing.toString());
        assertThatThrownBy(() -> ipu.disks()
                        .plug("a", d -> d.backend(DiskBackend.rawFile(missing)).sizeOfFile()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(missing.toString());
        assertThat(ipu.disks().list()).isEmpty();
    }

    @Test
    void anImageThatIsNoMultipleOfTheBlockSizeIsRefusedWithBothNumbers() throws IOException {
        Path odd = image(4097);

        assertThatThrownBy(() -> ipu.disks()
                        .plug("a", d -> d.backend(DiskBackend.rawFile(odd)).sizeOfFile()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("4097")
                .hasMessageContaining("512");
    }

    @Test
    void anImageInUseIsRefusedAndItsUserIsNotDisturbed() throws IOException {
        Path image = image(1 << 20);
        VirtualDisk first =
                ipu.disks().plug("a", d -> d.backend(DiskBackend.rawFile(image)).sizeOfFile());

        assertThatThrownBy(() -> ipu.disks()
                        .plug("b", d -> d.backend(DiskBackend.rawFile(image)).sizeOfFile()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(image.toString())
                .hasMessageContaining("lock");
        host.start(first);
        assertThat(first.awaitReady(PATIENCE).isReady()).isTrue();
    }

    @Test
    void aDirectoryThatCannotTakeASparseFileIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> ipu.disks().plug("a", d -> d.backend(DiskBackend.sparseFile(file.resolve("x.raw")))))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(file.toString());
        assertThat(directory.resolve("state/intents")).isEmptyDirectory();
    }

    @Test
    void aLargerImageIsNeverCutToTheSpec() throws IOException {
        Path image = image(1 << 20);

        assertThatThrownBy(() -> ipu.disks()
                        .plug("a", d -> d.backend(DiskBackend.rawFile(image)).size(DataSize.kib(512))))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("1 MiB")
                .hasMessageContaining("512 KiB");
        assertThat(image).hasSize(1 << 20);
    }

    @Test
    void aSocketPathThatIsTooLongIsRefusedWithTheLimit() {
        Path deep = directory.resolve("d".repeat(100));
        try (Ipu far = Ipu.open("soft:" + deep)) {
            assertThatThrownBy(() -> far.ports().plug("web0", VirtualPortSpec.defaults()))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("107 bytes")
                    .hasMessageContaining("shorter state directory");
            assertThat(far.ports().plan("web0", VirtualPortSpec.defaults()).problems())
                    .isNotEmpty();
        }
    }

    @Test
    void anUnknownHostIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> ipu.ports().plug("web0", p -> p.host("mars")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("mars")
                .hasMessageContaining("[host]");
    }

    @Test
    void aPortOnTheSwitchIsNotTheApplications() {
        VirtualPort port = ipu.ports().plug("web0", VirtualPortSpec.defaults());

        assertThatThrownBy(port::inverse)
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("PortAttachment.APPLICATION");
    }

    @Test
    void anAssignedMacStaysWithTheName() {
        VirtualPort port = ipu.ports().plug("web0", VirtualPortSpec.defaults());
        var mac = port.info().mac();
        port.unplug(UnplugMode.surprise());

        assertThat(ipu.ports().plug("web0", VirtualPortSpec.defaults()).info().mac())
                .isEqualTo(mac);
        assertThat(ipu.ports().plug("web1", VirtualPortSpec.defaults()).info().mac())
                .isNotEqualTo(mac);
    }

    @Test
    void garbageCostsTheFrontEndItsConnectionAndNobodyElseAnything() throws IOException {
        VirtualPort victim = ipu.ports().plug("web0", VirtualPortSpec.defaults());
        VirtualPort neighbour = ipu.ports().plug("web1", VirtualPortSpec.defaults());
        host.start(neighbour);
        neighbour.awaitReady(PATIENCE);
        EventRecorder recorder = EventRecorder.of(ipu.events());
        byte[] garbage = new byte[512];
        new Random(1).nextBytes(garbage);

        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(victim.info().socket().orElseThrow()));
            socket.write(ByteBuffer.wrap(garbage));
            awaitEnd(socket);
        }

        assertThat(recorder.awaitUntil(IpuEvent.Faulted.class, PATIENCE)).isNotEmpty();
        assertThat(neighbour.status().phase()).isEqualTo(DevicePhase.READY);
        host.start(victim);
        assertThat(victim.awaitReady(PATIENCE).isReady()).isTrue();
    }

    /** The end of a connection with unread garbage in it may also look like a reset. */
    private static void awaitEnd(SocketChannel socket) throws IOException {
        try {
            assertThat(socket.read(ByteBuffer.allocate(1)))
                    .as("the connection ends")
                    .isEqualTo(-1);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void aFrontEndThatLeavesIsSeenAndWelcomeBack() {
        EventRecorder recorder = EventRecorder.of(ipu.events());
        VirtualPort port = ipu.ports().plug("web0", VirtualPortSpec.defaults());
        host.start(port);
        port.awaitReady(PATIENCE);
        host.stop(port);
        recorder.awaitUntil(IpuEvent.Disconnected.class, PATIENCE);

        assertThat(port.status().phase()).isEqualTo(DevicePhase.DISCONNECTED);
        host.start(port);
        assertThat(port.awaitReady(PATIENCE).isReady()).isTrue();
    }

    @Test
    void aDiskInMemoryIsNotPassedOffAsTheSameAfterARestart() {
        ipu.disks().plug("scratch", VirtualDiskSpec.of(d -> d.size(DataSize.mib(1))));
        ipu.close();
        ipu = Ipu.open("soft:" + directory.resolve("state"));

        VirtualDisk lost = ipu.disks().get("scratch");
        assertThat(lost.status().phase()).isEqualTo(DevicePhase.DISCONNECTED);
        assertThat(lost.status().reason()).contains("lost");
        assertThat(lost.unplug(UnplugMode.surprise())).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        assertThat(ipu.disks().list()).isEmpty();
    }

    @Test
    void anIntentWhoseImageIsGoneIsReportedAndDoesNotKeepTheOthersFromComingBack() throws IOException {
        Path image = image(1 << 20);
        ipu.disks().plug("a", d -> d.backend(DiskBackend.rawFile(image)).sizeOfFile());
        ipu.ports().plug("web0", VirtualPortSpec.defaults());
        ipu.close();
        Path away = Files.move(image, directory.resolve("away.raw"));
        ipu = Ipu.open("soft:" + directory.resolve("state"));

        assertThat(ipu.disks().get("a").status().reason()).contains(image.toString());
        host.start(ipu.ports().get("web0"));
        ipu.ports().get("web0").awaitReady(PATIENCE);

        Files.move(away, image);
        ipu.disks().plug("a", d -> d.backend(DiskBackend.rawFile(image)).sizeOfFile());
        assertThat(ipu.disks().get("a").status().phase()).isEqualTo(DevicePhase.PLUGGED);
    }

    @Test
    void whatIsCalledAfterCloseSaysSo() {
        ipu.close();

        assertThatThrownBy(() -> ipu.ports()).isInstanceOf(IpdkException.class).hasMessageContaining("closed");
    }
}
