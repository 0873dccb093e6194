package io.ipdk.testkit.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.port.PacketBurst;
import io.ipdk.port.PortStats;
import io.ipdk.softipu.net.DeviceInversePort;
import io.ipdk.softipu.net.LearningSwitch;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.ipdk.unit.MacAddress;
import io.ipdk.virtio.net.NetSettings;
import io.ipdk.virtio.net.VirtioNetDevice;
import io.ipdk.virtio.net.driver.NetDriverOptions;
import io.ipdk.virtio.net.driver.VirtioNetDriver;
import io.ipdk.virtio.net.protocol.NetFeature;
import io.ipdk.virtio.vhostuser.VhostUserOptions;
import io.ipdk.virtio.vhostuser.VhostUserServer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** DPDK's virtio-user in front of our device, and our driver in front of DPDK's net_vhost. */
@RequiresPeer(Peer.TESTPMD)
@Timeout(120)
class TestpmdIT {
    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final VirtioNetDevice device = device(1);

    private static VirtioNetDevice device(int number) {
        return new VirtioNetDevice(1, NetSettings.of(new MacAddress(0x5254_0000_0000L + number)));
    }

    private VhostUserServer serve(VirtioNetDevice served, Path socket) {
        return VhostUserServer.listen(socket, served, VhostUserOptions.defaults());
    }

    private static PortStats stats(VirtioNetDevice device) {
        return device.stats(Instant.EPOCH, Instant.EPOCH);
    }

    private static byte[] frame(int length, int number) {
        ByteBuffer frame = ByteBuffer.allocate(length);
        frame.putShort((short) 0x5254).putInt(1).putShort((short) 0x5254).putInt(2);
        return frame.putShort((short) 0x88b5).putInt(number).array();
    }

    @Test
    void whatVirtioUserSendsArrivesWhole() throws InterruptedException {
        Path socket = directory.resolve("s");
        DeviceInversePort port = new DeviceInversePort(device);
        PacketBurst burst = port.newBurst(32);
        try (VhostUserServer server = serve(device, socket);
                Testpmd testpmd = Testpmd.start(
                        TestpmdOptions.of("txonly").withFrameBytes(300).withFrontend(socket))) {
            int frames = 0;
            long deadline = System.nanoTime() + WAIT.toNanos();
            while (frames < 100_000 && System.nanoTime() < deadline) {
                int received = port.receive(burst);
                for (int i = 0; i < received; i++) {
                    ByteBuffer each = burst.frame(i);
                    assertThat(each.remaining()).isEqualTo(300);
                    assertThat(each.getShort(12)).as("IPv4").isEqualTo((short) 0x0800);
                    assertThat(each.getShort(16)).as("IP total length").isEqualTo((short) 286);
                }
                frames += received;
            }
            assertThat(frames).as(testpmd.tail()).isGreaterThanOrEqualTo(100_000);
            assertThat(stats(device).drops()).isEmpty();
            assertThat(NetFeature.names(device.negotiatedFeatures())).contains("VERSION_1", "MRG_RXBUF");
            assertThat(server.info().violations()).isEmpty();
        }
    }

    @Test
    void whatIsSentVirtioUserReceives() throws InterruptedException {
        Path socket = directory.resolve("s");
        DeviceInversePort port = new DeviceInversePort(device);
        PacketBurst burst = port.newBurst(32);
        for (int i = 0; i < 32; i++) {
            byte[] frame = frame(60 + 40 * i, i);
            burst.append(frame.length).put(frame);
        }
        try (VhostUserServer server = serve(device, socket);
                Testpmd testpmd = Testpmd.start(TestpmdOptions.of("rxonly").withFrontend(socket))) {
            await().atMost(WAIT).until(() -> device.activeQueuePairs() == 1);
            long sent = 0;
            long deadline = System.nanoTime() + WAIT.toNanos();
            while (sent < 100_000 && System.nanoTime() < deadline) {
                sent += port.send(burst);
            }
            assertThat(sent).as(testpmd.tail()).isGreaterThanOrEqualTo(100_000);
            long expected = sent;
            await().atMost(WAIT)
                    .until(() -> testpmd.awaitReports(1, WAIT).get(0).received() >= expected - 1024);
            assertThat(stats(device).framesToHost()).isEqualTo(sent);
            assertThat(server.info().violations()).isEmpty();
        }
    }

    @Test
    void virtioUserPortsMeetOnTheSwitch() throws InterruptedException {
        VirtioNetDevice other = device(2);
        Path first = directory.resolve("a");
        Path second = directory.resolve("b");
        try (LearningSwitch lan = LearningSwitch.start("lan");
                VhostUserServer firstServer = serve(device, first);
                VhostUserServer secondServer = serve(other, second)) {
            lan.attach(device);
            lan.attach(other);
            try (Testpmd testpmd = Testpmd.start(TestpmdOptions.of("flowgen")
                    .withFrameBytes(64)
                    .withFrontend(first)
                    .withFrontend(second))) {
                List<TestpmdReport> reports = testpmd.awaitReports(3, WAIT);
                assertThat(reports.get(2).received()).as(testpmd.tail()).isGreaterThan(10_000);
                assertThat(stats(device).framesToHost()).isPositive();
                assertThat(stats(other).framesToHost()).isPositive();
            }
            await().atMost(WAIT).until(() -> !device.isConnected() && !other.isConnected());
            assertThat(firstServer.info().violations()).isEmpty();
            assertThat(secondServer.info().violations()).isEmpty();
        }
    }

    @Test
    void virtioUserComesBackToTheSameDevice() throws InterruptedException {
        Path socket = directory.resolve("s");
        try (LearningSwitch lan = LearningSwitch.start("lan");
                VhostUserServer server = serve(device, socket)) {
            lan.attach(device);
            for (int run = 0; run < 2; run++) {
                try (Testpmd testpmd = Testpmd.start(TestpmdOptions.of("txonly").withFrontend(socket))) {
                    assertThat(testpmd.awaitReports(2, WAIT).get(1).sent()).isPositive();
                }
                await().atMost(WAIT).until(() -> !device.isConnected());
            }
            assertThat(server.info().connections()).isEqualTo(2);
            assertThat(server.info().violations()).isEmpty();
        }
    }

    @Test
    void ourDriverSpeaksToNetVhost() {
        Path socket = directory.resolve("v");
        try (Testpmd testpmd = Testpmd.start(TestpmdOptions.of("macswap").withBackend(socket))) {
            await().atMost(WAIT).until(() -> Files.exists(socket));
            try (VirtioNetDriver driver = VirtioNetDriver.connect(socket, NetDriverOptions.defaults())) {
                byte[] buffer = new byte[2000];
                for (int i = 0; i < 100; i++) {
                    byte[] sent = frame(60 + 10 * i, i);
                    // net_vhost starts to poll a little after the rings are there.
                    await().atMost(WAIT).until(() -> {
                        driver.send(0, sent);
                        driver.flush(0);
                        return driver.await(0, Duration.ofMillis(200));
                    });
                    int length = driver.receive(0, buffer);
                    byte[] swapped = sent.clone();
                    System.arraycopy(sent, 0, swapped, 6, 6);
                    System.arraycopy(sent, 6, swapped, 0, 6);
                    assertThat(Arrays.copyOf(buffer, length)).isEqualTo(swapped);
                    while (driver.receive(0, buffer) >= 0) {
                        // Answers to what had to be sent more than once.
                    }
                }
            }
            assertThat(testpmd.tail()).isNotEmpty();
        }
    }
}
