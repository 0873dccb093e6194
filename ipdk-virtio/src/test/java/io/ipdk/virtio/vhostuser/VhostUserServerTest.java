package io.ipdk.virtio.vhostuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.UnixServerSocket;
import io.ipdk.nativeaccess.posix.UnixSocket;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VhostUserServerTest {
    private static final long FEATURES = VirtioFeature.VERSION_1 | VirtioFeature.PROTOCOL_FEATURES;

    @TempDir
    Path directory;

    private final EchoDevice device = new EchoDevice(2);
    private Path path;
    private VhostUserServer server;
    private SharedMemory memory;
    private FrontendQueue queue;

    @BeforeEach
    void serve() {
        path = directory.resolve("s");
        server = VhostUserServer.listen(
                path, device, VhostUserOptions.defaults().withMessageTimeout(Duration.ofMillis(300)));
        memory = SharedMemory.create(1 << 20, false);
        queue = Rings.layOut(0, memory, FEATURES);
    }

    @AfterEach
    void stop() {
        server.close();
        queue.close();
        memory.close();
    }

    private ScriptedFrontend started() {
        ScriptedFrontend frontend = ScriptedFrontend.negotiated(path, FEATURES);
        frontend.shareByTable(memory);
        frontend.describe(queue, 0);
        frontend.kick(queue);
        return frontend;
    }

    private void awaitDisconnects(int count) {
        await().until(() -> server.info().disconnects().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                == count);
    }

    @Test
    void afterADisconnectTheDeviceIsAsIfNobodyHadBeenThere() {
        List<String> files = OpenFiles.list();
        long mappings = OpenFiles.mappings("ipdk-frontend");
        try (ScriptedFrontend frontend = started()) {
            frontend.ring(VhostUserRequest.SET_VRING_ENABLE, 0, 1);
            Rings.offer(queue, memory, 2);
            device.fetchOnly(0);
            assertThat(OpenFiles.mappings("ipdk-frontend")).isEqualTo(mappings + 1);
        }
        awaitDisconnects(1);
        assertThat(device.log)
                .endsWith("discard 0", "stopped 0", "disconnected FRONTEND_CLOSED")
                .doesNotContain("drain 0");
        assertThat(device.queue(0).ring()).isNull();
        assertThat(device.queue(0).enabled()).isFalse();
        assertThat(OpenFiles.list()).isEqualTo(files);
        assertThat(OpenFiles.mappings("ipdk-frontend")).isEqualTo(mappings);
    }

    @Test
    void theNextFrontendIsOfferedTheSameAgain() {
        long features;
        long protocolFeatures;
        long slots;
        try (ScriptedFrontend first = ScriptedFrontend.negotiated(path)) {
            features = first.getLong(VhostUserRequest.GET_FEATURES);
            protocolFeatures = first.getLong(VhostUserRequest.GET_PROTOCOL_FEATURES);
            slots = first.getLong(VhostUserRequest.GET_MAX_MEM_SLOTS);
        }
        awaitDisconnects(1);
        try (ScriptedFrontend second = ScriptedFrontend.negotiated(path)) {
            assertThat(second.getLong(VhostUserRequest.GET_FEATURES)).isEqualTo(features);
            assertThat(second.getLong(VhostUserRequest.GET_PROTOCOL_FEATURES)).isEqualTo(protocolFeatures);
            assertThat(second.getLong(VhostUserRequest.GET_MAX_MEM_SLOTS)).isEqualTo(slots);
        }
    }

    @Test
    void aSecondFrontendIsTurnedAwayAndTheFirstStays() {
        try (ScriptedFrontend first = started()) {
            try (ScriptedFrontend second = ScriptedFrontend.connect(path)) {
                second.expectClosed();
            }
            Rings.offer(queue, memory, 1);
            assertThat(device.poll(0)).isEqualTo(1);
            assertThat(first.ringBase(0)).isEqualTo(1);
            assertThat(server.info().refusedConnections()).isEqualTo(1);
        }
    }

    @Test
    void aFrontendThatDripsBytesRunsOutOfTime() {
        byte[] request = new VhostUserMessage()
                .request(VhostUserRequest.GET_FEATURES.id())
                .bytes();
        try (ScriptedFrontend slow = ScriptedFrontend.connect(path)) {
            int[] sent = {0};
            await().pollInterval(Duration.ofMillis(100)).until(() -> {
                if (server.info().connected() && sent[0] < VhostUserMessage.HEADER_BYTES - 1) {
                    slow.socket.send(request, sent[0]++, 1);
                }
                return server.info().disconnects().containsKey(DisconnectCause.TIMEOUT);
            });
            assertThat(sent[0]).isLessThan(VhostUserMessage.HEADER_BYTES - 1);
        }
    }

    @Test
    void aDeviceThatFailsLosesItsFrontendAndServesTheNext() {
        device.failure = new IllegalArgumentException("broken on purpose");
        try (ScriptedFrontend frontend = ScriptedFrontend.connect(path)) {
            frontend.expectClosed();
        }
        awaitDisconnects(1);
        assertThat(server.info().disconnects()).containsKey(DisconnectCause.DEVICE_FAILED);
        assertThat(server.info().lastDisconnect()).contains("broken on purpose");
        device.failure = null;
        try (ScriptedFrontend frontend = started()) {
            Rings.offer(queue, memory, 1);
            assertThat(device.poll(0)).isEqualTo(1);
            assertThat(frontend.ringBase(0)).isEqualTo(1);
        }
    }

    @Test
    void aDeviceCanSendItsFrontendAway() {
        try (ScriptedFrontend frontend = started()) {
            Objects.requireNonNull(device.frontend).disconnect("out of service");
            frontend.expectClosed();
        }
        awaitDisconnects(1);
        assertThat(server.info().lastDisconnect()).isEqualTo("DEVICE_REQUEST: out of service");
    }

    @Test
    void closeEndsTheConnectionAndRemovesTheSocket() {
        try (ScriptedFrontend frontend = started()) {
            server.close();
            frontend.expectClosed();
        }
        assertThat(device.log).endsWith("disconnected SERVER_CLOSED");
        assertThat(path).doesNotExist();
        assertThat(device.queue(0).ring()).isNull();
        server.close();
    }

    @Test
    void closeFromInsideACallbackReturns() {
        EchoDevice suicidal = new EchoDevice(2);
        Path other = directory.resolve("other");
        VhostUserServer[] holder = new VhostUserServer[1];
        suicidal.onMtu = () -> holder[0].close();
        holder[0] = VhostUserServer.listen(other, suicidal, VhostUserOptions.defaults());
        try (ScriptedFrontend frontend = ScriptedFrontend.negotiated(other)) {
            frontend.acknowledged(VhostUserRequest.NET_SET_MTU, payload -> payload.addLong(1500));
            frontend.expectClosed();
        }
        await().until(() -> !Files.exists(other));
    }

    @Test
    void aDeviceCanBeServedAgainAfterItsServerWasClosed() {
        server.close();
        try (VhostUserServer next = VhostUserServer.listen(path, device, VhostUserOptions.defaults());
                ScriptedFrontend frontend = started()) {
            Rings.offer(queue, memory, 1);
            assertThat(device.poll(0)).isEqualTo(1);
            assertThat(frontend.ringBase(0)).isEqualTo(1);
            assertThat(next.info().connections()).isEqualTo(1);
        }
    }

    @Test
    void twoServersCannotShareASocket() {
        assertThatThrownBy(() -> VhostUserServer.listen(path, new EchoDevice(1), VhostUserOptions.defaults()))
                .isInstanceOf(PosixException.class)
                .hasMessageContaining("EADDRINUSE")
                .hasMessageContaining(path.toString());
        try (ScriptedFrontend frontend = started()) {
            assertThat(frontend.getLong(VhostUserRequest.GET_QUEUE_NUM)).isEqualTo(1);
        }
    }

    @Test
    void aServerConnectsToAFrontendThatListensLaterAndAgain() {
        Path theirs = directory.resolve("theirs");
        VhostUserOptions options = VhostUserOptions.defaults().withReconnectInterval(Duration.ofMillis(20));
        try (VhostUserServer client = VhostUserServer.connect(theirs, new EchoDevice(2), options);
                UnixServerSocket listener = UnixServerSocket.bind(theirs)) {
            listener.setAcceptTimeout(Duration.ofSeconds(10));
            for (int i = 1; i <= 2; i++) {
                UnixSocket socket = listener.accept().orElseThrow();
                try (VhostUserFrontend frontend =
                        VhostUserFrontend.over(socket, FrontendOptions.of(VirtioFeature.VERSION_1))) {
                    assertThat(frontend.queueLimit()).isEqualTo(1);
                }
            }
            assertThat(client.info().connections()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aDeviceThatNobodyPollsDoesNotHoldTheControlThreadUp() {
        try (ScriptedFrontend frontend = started()) {
            Rings.offer(queue, memory, 4);
            frontend.acknowledged(
                    VhostUserRequest.SET_MEM_TABLE,
                    payload -> memory.description().addTo(payload.addInt(1).addInt(0)),
                    memory.file());
            assertThat(frontend.ringBase(0)).isZero();
        }
    }

    @Test
    void anUnknownRequestThatAsksForAnAnswerIsRefusedAndNotPunished() {
        try (ScriptedFrontend frontend = ScriptedFrontend.negotiated(path)) {
            int unknown = 61;
            frontend.sendRaw(new VhostUserMessage().request(unknown).needReply().addLong(1));
            assertThat(frontend.receiveReply(unknown, Long.BYTES).longAt(0)).isNotZero();
            assertThat(frontend.getLong(VhostUserRequest.GET_QUEUE_NUM)).isEqualTo(1);
        }
    }

    @Test
    void whatADeviceRefusesIsAnsweredWithNonZero() {
        device.maxMtu = 1500;
        try (ScriptedFrontend frontend = ScriptedFrontend.negotiated(path)) {
            assertThat(frontend.acknowledgement(VhostUserRequest.NET_SET_MTU, payload -> payload.addLong(1500)))
                    .isZero();
            for (long mtu : new long[] {1501, 67, 65536, -1, 1L << 32 | 1500}) {
                assertThat(frontend.acknowledgement(VhostUserRequest.NET_SET_MTU, payload -> payload.addLong(mtu)))
                        .as("MTU %d", mtu)
                        .isNotZero();
            }
            long beyond = frontend.acknowledgement(
                    VhostUserRequest.SET_CONFIG,
                    payload -> payload.addInt(EchoDevice.CONFIG_BYTES - 1)
                            .addInt(2)
                            .addInt(0)
                            .addSpace(2));
            assertThat(beyond).as("configuration behind its end").isNotZero();
        }
    }

    @Test
    void resetStopsRingsAndKeepsTheMemory() {
        try (ScriptedFrontend frontend = started()) {
            Rings.offer(queue, memory, 3);
            device.poll(0);
            frontend.acknowledged(VhostUserRequest.RESET_DEVICE, none -> {});
            assertThat(device.queue(0).ring()).isNull();
            assertThat(device.log).endsWith("status 0");
            assertThat(frontend.ringBase(0)).isZero();
            frontend.describe(queue, 3);
            frontend.kick(queue);
            Rings.offer(queue, memory, 1);
            assertThat(device.poll(0)).isEqualTo(1);
        }
    }

    @Test
    void pathsThatAreTooLongAreExplained() {
        Path tooLong = directory.resolve("x".repeat(120));
        assertThatThrownBy(() -> VhostUserServer.listen(tooLong, device, VhostUserOptions.defaults()))
                .hasMessageContaining("107");
    }
}
