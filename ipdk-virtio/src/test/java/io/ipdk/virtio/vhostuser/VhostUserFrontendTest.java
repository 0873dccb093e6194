package io.ipdk.virtio.vhostuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ipdk.nativeaccess.posix.UnixSocket;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.VirtioStatus;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front end against our own back end, and against back ends that misbehave. */
class VhostUserFrontendTest {
    private static final FrontendOptions OPTIONS =
            FrontendOptions.of(VirtioFeature.VERSION_1 | VirtioFeature.EVENT_IDX | VirtioFeature.INDIRECT_DESC);

    @TempDir
    Path directory;

    private final EchoDevice device = new EchoDevice(2);
    private VhostUserServer server;
    private SharedMemory memory;

    @BeforeEach
    void serve() {
        server = VhostUserServer.listen(directory.resolve("s"), device, VhostUserOptions.defaults());
        memory = SharedMemory.create(1 << 20, false);
    }

    @AfterEach
    void stop() {
        server.close();
        memory.close();
    }

    @Test
    void chainsGoThereAndBackWithSlotsAndWithTables() {
        long withoutSlots = OPTIONS.protocolFeatures() & ~ProtocolFeature.CONFIGURE_MEM_SLOTS;
        for (FrontendOptions options : List.of(OPTIONS, OPTIONS.withProtocolFeatures(withoutSlots))) {
            List<String> files = OpenFiles.list();
            try (VhostUserFrontend frontend = VhostUserFrontend.connect(server.path(), options)) {
                frontend.shareMemory(memory);
                try (FrontendQueue first = frontend.startQueue(0, 64, memory, 0);
                        FrontendQueue second = frontend.startQueue(1, 64, memory, 4)) {
                    frontend.driverReady();
                    Rings.offer(first, memory, 3);
                    Rings.offer(second, memory, 2);
                    assertThat(device.poll(0)).isEqualTo(3);
                    assertThat(device.poll(1)).isEqualTo(2);
                    assertThat(Rings.takeUsed(first)).isEqualTo(3);
                    assertThat(Rings.takeUsed(second)).isEqualTo(2);
                    assertThat(first.call().drain()).as("interrupt").isTrue();
                    assertThat(frontend.stopQueue(first)).isEqualTo(3);
                    frontend.resumeQueue(first, 3);
                    Rings.offer(first, memory, 1);
                    assertThat(device.poll(0)).isEqualTo(1);
                    assertThat(frontend.stopQueue(second)).isEqualTo(2);
                    assertThat(frontend.stopQueue(first)).isEqualTo(4);
                    frontend.unshareMemory(memory);
                }
            }
            await().until(() -> !server.info().connected());
            assertThat(OpenFiles.list()).isEqualTo(files);
        }
    }

    @Test
    void agreesOnTheFeaturesThatBothHave() {
        try (VhostUserFrontend frontend =
                VhostUserFrontend.connect(server.path(), FrontendOptions.of(VirtioFeature.VERSION_1 | 1L << 50))) {
            assertThat(frontend.features()).isEqualTo(VirtioFeature.VERSION_1);
            assertThat(frontend.offeredFeatures()).isEqualTo(device.features());
            assertThat(frontend.protocolFeatures() & ProtocolFeature.STATUS).isNotZero();
            assertThat(frontend.queueLimit()).isEqualTo(1);
        }
    }

    @Test
    void theDriversStatusReachesTheDevice() {
        try (VhostUserFrontend frontend = VhostUserFrontend.connect(server.path(), OPTIONS)) {
            assertThat(frontend.status()).isEqualTo(0x0b);
            frontend.driverReady();
            assertThat(frontend.status() & VirtioStatus.DRIVER_OK).isNotZero();
            frontend.setStatus(0);
            assertThat(frontend.status()).isZero();
            assertThat(device.log).containsSubsequence("status 3", "status 11", "status 15", "status 0");
        }
    }

    @Test
    void configurationIsReadAndWritten() {
        try (VhostUserFrontend frontend = VhostUserFrontend.connect(server.path(), OPTIONS)) {
            frontend.writeConfig(4, new byte[] {1, 2, 3});
            assertThat(device.config()).startsWith(0, 0, 0, 0, 1, 2, 3, 0);
            assertThat(frontend.readConfig(3, 5)).containsExactly(0, 1, 2, 3, 0);
            assertThat(frontend.readConfig(EchoDevice.CONFIG_BYTES, 8))
                    .as("fields the device does not have")
                    .containsOnly(0);
            assertThatThrownBy(() -> frontend.writeConfig(EchoDevice.CONFIG_BYTES, new byte[1]))
                    .isInstanceOf(VhostUserException.class)
                    .hasMessageContaining("SET_CONFIG");
        }
    }

    @Test
    void theDeviceCanSayThatItsConfigurationHasChanged() {
        try (VhostUserFrontend frontend = VhostUserFrontend.connect(server.path(), OPTIONS)) {
            assertThat(frontend.awaitConfigChange(Duration.ofMillis(1))).isFalse();
            assertThat(Objects.requireNonNull(device.frontend).configChanged()).isTrue();
            assertThat(frontend.awaitConfigChange(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void whatTheDeviceRefusesIsAnError() {
        device.maxMtu = 1500;
        try (VhostUserFrontend frontend = VhostUserFrontend.connect(server.path(), OPTIONS)) {
            frontend.setMtu(1500);
            assertThatThrownBy(() -> frontend.setMtu(9000))
                    .isInstanceOf(VhostUserException.class)
                    .hasMessageContaining("NET_SET_MTU was refused");
            frontend.setMtu(1280);
        }
    }

    @Test
    void aGuestIsAnnouncedByItsAddress() {
        try (VhostUserFrontend frontend = VhostUserFrontend.connect(server.path(), OPTIONS)) {
            frontend.sendRarp(0x5254_0012_3456L);
            assertThat(device.log).endsWith("rarp 525400123456");
        }
    }

    @Test
    void aDeviceIsResetAsAWhole() {
        try (VhostUserFrontend frontend = VhostUserFrontend.connect(server.path(), OPTIONS)) {
            frontend.shareMemory(memory);
            try (FrontendQueue queue = frontend.startQueue(0, 16, memory, 0)) {
                frontend.resetDevice();
                assertThat(device.queue(queue.index()).ring()).isNull();
            }
        }
    }

    @Test
    void whatWasNotAgreedOnIsNotSent() {
        try (VhostUserFrontend frontend = VhostUserFrontend.connect(server.path(), OPTIONS.withProtocolFeatures(0))) {
            assertThatThrownBy(frontend::status)
                    .isInstanceOf(VhostUserException.class)
                    .hasMessageContaining("STATUS");
            assertThatThrownBy(() -> frontend.readConfig(0, 1)).hasMessageContaining("CONFIG");
        }
    }

    @Test
    void nobodyListeningIsExplained() {
        assertThatThrownBy(() -> VhostUserFrontend.connect(directory.resolve("nobody"), OPTIONS))
                .isInstanceOf(VhostUserException.class)
                .hasMessageContaining("ENOENT");
    }

    @Test
    void aBackEndThatHangsUpOrSaysNothingIsAnError() {
        UnixSocket.Pair pair = UnixSocket.pair();
        pair.second().close();
        assertThatThrownBy(() -> VhostUserFrontend.over(pair.first(), OPTIONS))
                .isInstanceOf(VhostUserException.class)
                .hasMessageContaining("GET_FEATURES");

        UnixSocket.Pair silent = UnixSocket.pair();
        try (UnixSocket theirs = silent.second()) {
            assertThatThrownBy(() ->
                            VhostUserFrontend.over(silent.first(), OPTIONS.withReplyTimeout(Duration.ofMillis(20))))
                    .isInstanceOf(VhostUserException.class)
                    .hasMessageContaining("20 ms");
            assertThat(theirs.fd().isClosed()).isFalse();
        }
    }

    @Test
    void aReplyThatEchoesFlagsIsAnError() {
        UnixSocket.Pair pair = UnixSocket.pair();
        try (UnixSocket theirs = pair.second()) {
            VhostUserMessage wrong = new VhostUserMessage()
                    .replyTo(VhostUserRequest.GET_FEATURES.id())
                    .needReply()
                    .addLong(0);
            theirs.send(wrong.bytes(), 0, VhostUserMessage.HEADER_BYTES + Long.BYTES);
            assertThatThrownBy(() -> VhostUserFrontend.over(pair.first(), OPTIONS))
                    .isInstanceOf(VhostUserException.class)
                    .hasMessageContaining("flags 0xd");
        }
    }
}
