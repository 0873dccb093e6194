package io.ipdk.softipu.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ipdk.port.DropCause;
import io.ipdk.port.PacketBurst;
import io.ipdk.unit.MacAddress;
import io.ipdk.virtio.net.FrameOffload;
import io.ipdk.virtio.net.NetSettings;
import io.ipdk.virtio.net.VirtioNetDevice;
import io.ipdk.virtio.net.driver.NetDriverOptions;
import io.ipdk.virtio.net.driver.VirtioNetDriver;
import io.ipdk.virtio.net.protocol.NetFeature;
import io.ipdk.virtio.vhostuser.VhostUserOptions;
import io.ipdk.virtio.vhostuser.VhostUserServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices on a running switch, served over real sockets to real drivers. */
@Timeout(60)
class LearningSwitchTest {
    private static final MacAddress A = MacAddress.of("52:54:00:00:00:0a");
    private static final MacAddress B = MacAddress.of("52:54:00:00:00:0b");
    private static final MacAddress BROADCAST = MacAddress.of("ff:ff:ff:ff:ff:ff");
    private static final Duration WAIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final VirtioNetDevice deviceA = new VirtioNetDevice(2, NetSettings.of(A));
    private final VirtioNetDevice deviceB = new VirtioNetDevice(2, NetSettings.of(B));
    private final LearningSwitch lan = LearningSwitch.start("lan");
    private VhostUserServer serverA;
    private VhostUserServer serverB;
    private final byte[] buffer = new byte[70_000];

    @BeforeEach
    void serve() {
        serverA = VhostUserServer.listen(directory.resolve("a"), deviceA, VhostUserOptions.defaults());
        serverB = VhostUserServer.listen(directory.resolve("b"), deviceB, VhostUserOptions.defaults());
        lan.attach(deviceA);
        lan.attach(deviceB);
    }

    @AfterEach
    void close() {
        serverA.close();
        serverB.close();
        lan.close();
    }

    private VirtioNetDriver driver(String socket, NetDriverOptions options) {
        return VirtioNetDriver.connect(directory.resolve(socket), options);
    }

    private VirtioNetDriver driver(String socket) {
        return driver(socket, NetDriverOptions.defaults());
    }

    private static void send(VirtioNetDriver from, byte[] frame) {
        assertThat(from.send(0, frame)).isTrue();
        from.flush(0);
    }

    private byte[] receive(VirtioNetDriver at) {
        assertThat(at.await(0, WAIT)).as("a frame arrives").isTrue();
        int length = at.receive(0, buffer);
        return Arrays.copyOf(buffer, length);
    }

    @Test
    void twoDriversTalk() {
        try (VirtioNetDriver a = driver("a");
                VirtioNetDriver b = driver("b")) {
            for (int i = 0; i < 1000; i++) {
                byte[] question = HostPort.frame(B, A, 60 + i, i);
                send(a, question);
                assertThat(receive(b)).isEqualTo(question);
                byte[] answer = HostPort.frame(A, B, 1060 - i, i);
                send(b, answer);
                assertThat(receive(a)).isEqualTo(answer);
            }
            assertThat(deviceA.stats(Instant.EPOCH, Instant.EPOCH).totalDrops()).isZero();
        }
    }

    @Test
    void theDriverSeesTheSettingsAndTheirChanges() {
        try (VirtioNetDriver a = driver("a")) {
            assertThat(a.mac()).isEqualTo(A);
            assertThat(a.mtu()).isEqualTo(1500);
            assertThat(a.isLinkUp()).isTrue();
            deviceA.configure(deviceA.settings().withLinkUp(false));
            assertThat(a.frontend().awaitConfigChange(WAIT)).isTrue();
            assertThat(a.isLinkUp()).isFalse();
            assertThat(deviceA.isConnected()).isTrue();
            assertThat(deviceA.activeQueuePairs()).isEqualTo(1);
            assertThat(NetFeature.names(deviceA.negotiatedFeatures())).contains("MRG_RXBUF", "VERSION_1", "HOST_TSO4");
        }
        await().until(() -> !deviceA.isConnected());
        assertThat(deviceA.activeQueuePairs()).isZero();
    }

    @Test
    void largeFramesPassUncutBetweenDriversThatTakeThem() {
        try (VirtioNetDriver a = driver("a");
                VirtioNetDriver b = driver("b")) {
            byte[] large = largeTcp(40_000);
            long offload = FrameOffload.of(1, 1, 1448, 34, 16);
            assertThat(a.send(0, large, 0, large.length, offload)).isTrue();
            a.flush(0);
            assertThat(receive(b)).isEqualTo(large);
            assertThat(FrameOffload.segmentSize(b.receivedOffload(0))).isEqualTo(1448);
            assertThat(FrameOffload.checksumPending(b.receivedOffload(0))).isTrue();
        }
    }

    @Test
    void largeFramesAreCutForADriverThatDoesNot() {
        NetDriverOptions simple = NetDriverOptions.defaults()
                .withoutFeatures(NetFeature.GUEST_TSO4 | NetFeature.GUEST_CSUM | NetFeature.MRG_RXBUF)
                .withMaxFrameBytes(1514);
        try (VirtioNetDriver a = driver("a");
                VirtioNetDriver b = driver("b", simple)) {
            byte[] large = largeTcp(10_000);
            assertThat(a.send(0, large, 0, large.length, FrameOffload.of(1, 1, 1448, 34, 16)))
                    .isTrue();
            a.flush(0);
            int payload = 0;
            while (payload < 10_000) {
                byte[] segment = receive(b);
                assertThat(segment.length).isLessThanOrEqualTo(54 + 1448);
                payload += segment.length - 54;
            }
            assertThat(payload).isEqualTo(10_000);
        }
    }

    private static byte[] largeTcp(int payload) {
        byte[] frame = HostPort.frame(B, A, 54 + payload, 0);
        frame[12] = 8;
        frame[13] = 0;
        frame[14] = 0x45;
        frame[20] = 0;
        frame[21] = 0;
        frame[23] = 6;
        frame[46] = 0x50;
        return frame;
    }

    @Test
    void aDriverThatGoesAwayAndComesBackIsServedAgain() {
        try (VirtioNetDriver b = driver("b")) {
            for (int i = 0; i < 5; i++) {
                try (VirtioNetDriver a = driver("a")) {
                    send(a, HostPort.frame(B, A, 60, i));
                    assertThat(HostPort.number(receive(b))).isEqualTo(i);
                }
                await().until(() -> !deviceA.isConnected());
                send(b, HostPort.frame(A, B, 60, i));
                await().until(() -> b.pending(0) == 0);
            }
            assertThat(deviceA.stats(Instant.EPOCH, Instant.EPOCH).drops(DropCause.NOT_CONNECTED))
                    .isEqualTo(5);
        }
    }

    @Test
    void aDeviceTakenOffTheSwitchIsNotPolledUntilItComesBack() {
        try (VirtioNetDriver a = driver("a");
                VirtioNetDriver b = driver("b")) {
            send(a, HostPort.frame(B, A, 60, 1));
            receive(b);
            assertThat(lan.detach(deviceA)).isTrue();
            send(a, HostPort.frame(B, A, 60, 2));
            send(b, HostPort.frame(BROADCAST, B, 60, 3));
            await().until(() -> b.pending(0) == 0);
            assertThat(a.pending(0)).isEqualTo(1);
            lan.attach(deviceA);
            assertThat(HostPort.number(receive(b))).isEqualTo(2);
        }
    }

    @Test
    void aDeviceTakenOffTheSwitchCanBePolledByTheApplication() {
        try (VirtioNetDriver a = driver("a")) {
            lan.detach(deviceA);
            DeviceInversePort inverse = new DeviceInversePort(deviceA);
            PacketBurst burst = inverse.newBurst(8);
            send(a, HostPort.frame(B, A, 60, 1));
            await().until(() -> inverse.receive(burst) == 1);
            burst.clear();
            byte[] answer = HostPort.frame(A, B, 100, 2);
            burst.append(100).put(answer);
            assertThat(inverse.send(burst)).isEqualTo(1);
            assertThat(receive(a)).isEqualTo(answer);
        }
    }

    @Test
    void severalPairsCarryFrames() {
        NetDriverOptions two = NetDriverOptions.defaults().withQueuePairs(2);
        try (VirtioNetDriver a = driver("a", two);
                VirtioNetDriver b = driver("b", two)) {
            for (int pair = 0; pair < 2; pair++) {
                byte[] frame = HostPort.frame(B, A, 60, pair);
                assertThat(a.send(pair, frame)).isTrue();
                a.flush(pair);
            }
            await().until(() -> {
                int frames = 0;
                for (int pair = 0; pair < 2; pair++) {
                    frames += b.receive(pair, buffer) > 0 ? 1 : 0;
                }
                return frames > 0;
            });
            await().until(() -> deviceB.stats(Instant.EPOCH, Instant.EPOCH).framesToHost() == 2);
        }
    }

    @Test
    void aDeviceIsAttachedOnce() {
        assertThatThrownBy(() -> lan.attach(deviceA)).hasMessageContaining("on the switch already");
        assertThat(lan.size()).isEqualTo(2);
    }

    @Test
    void aClosedSwitchTakesNoDevices() {
        lan.close();
        lan.close();
        assertThatThrownBy(() -> lan.attach(new VirtioNetDevice(1, NetSettings.of(A))))
                .hasMessageContaining("closed");
    }
}
