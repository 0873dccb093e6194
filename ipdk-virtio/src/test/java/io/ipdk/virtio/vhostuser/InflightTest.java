package io.ipdk.virtio.vhostuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.FdList;
import io.ipdk.nativeaccess.posix.FileMode;
import io.ipdk.nativeaccess.posix.Memfd;
import io.ipdk.nativeaccess.posix.PosixFile;
import io.ipdk.nativeaccess.posix.Seal;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.vhostuser.message.InflightDescription;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in flight go from a back end that is gone to the next one, through the area that the front end keeps. */
class InflightTest {
    private static final FrontendOptions OPTIONS = FrontendOptions.of(VirtioFeature.VERSION_1);
    private static final int RING_SIZE = 16;

    @TempDir
    Path directory;

    private EchoDevice device = tracked();
    private VhostUserServer server;
    private SharedMemory memory;
    private VhostUserFrontend frontend;

    private static EchoDevice tracked() {
        EchoDevice device = new EchoDevice(2);
        device.protocolFeatures |= ProtocolFeature.INFLIGHT_SHMFD;
        return device;
    }

    @BeforeEach
    void serve() {
        server = VhostUserServer.listen(directory.resolve("s"), device, VhostUserOptions.defaults());
        memory = SharedMemory.create(1 << 20, false);
        frontend = VhostUserFrontend.connect(server.path(), OPTIONS);
        frontend.shareMemory(memory);
    }

    @AfterEach
    void stop() {
        frontend.close();
        server.close();
        memory.close();
    }

    /** Another back end takes the place of this one, which has kept what it fetched to itself. */
    private void nextBackend() {
        server.close();
        frontend.close();
        device = tracked();
        server = VhostUserServer.listen(directory.resolve("s"), device, VhostUserOptions.defaults());
        frontend = VhostUserFrontend.connect(server.path(), OPTIONS);
        frontend.shareMemory(memory);
    }

    @Test
    void whatWasInFlightIsDoneByTheNextBackendOnceAndInOrder() {
        try (FrontendInflight area = frontend.createInflight(2, RING_SIZE)) {
            frontend.trackIn(area);
            try (FrontendQueue queue = frontend.startQueue(0, RING_SIZE, memory, 0)) {
                Rings.offer(queue, memory, 2);
                assertThat(device.poll(0)).isEqualTo(2);
                assertThat(Rings.takeUsed(queue)).isEqualTo(2);
                Rings.offer(queue, memory, 3);
                device.fetchOnly(0);
                List<Integer> heads = device.fetched();
                queue.call().drain();

                nextBackend();
                frontend.trackIn(area);
                // Where the used ring stands is all a front end knows of a back end that is gone.
                frontend.resumeQueue(queue, 2);
                Rings.offer(queue, memory, 1);

                assertThat(queue.call().drain())
                        .as("an interrupt in place of one that may be lost")
                        .isTrue();
                device.fetchOnly(0);
                assertThat(device.fetched())
                        .startsWith(heads.toArray(Integer[]::new))
                        .hasSize(4);
                assertThat(frontend.stopQueue(queue)).isEqualTo(6);
                assertThat(Rings.takeUsed(queue)).isEqualTo(4);
            }
        }
        frontend.close();
        await().until(() -> !server.info().connected());
        assertThat(OpenFiles.list()).noneMatch(file -> file.contains("inflight"));
        assertThat(OpenFiles.mappings("inflight")).isZero();
    }

    @Test
    void aRingThatIsStoppedInOrderLeavesNothingBehind() {
        try (FrontendInflight area = frontend.createInflight(2, RING_SIZE)) {
            frontend.trackIn(area);
            try (FrontendQueue queue = frontend.startQueue(0, RING_SIZE, memory, 0)) {
                Rings.offer(queue, memory, 3);
                device.fetchOnly(0);
                assertThat(frontend.stopQueue(queue)).isEqualTo(3);

                nextBackend();
                frontend.trackIn(area);
                frontend.resumeQueue(queue, 3);

                assertThat(device.poll(0)).isZero();
                assertThat(Rings.takeUsed(queue)).isEqualTo(3);
            }
        }
    }

    @Test
    void aSmallerRingFitsIntoTheArea() {
        try (FrontendInflight area = frontend.createInflight(2, 2 * RING_SIZE)) {
            frontend.trackIn(area);
            try (FrontendQueue queue = frontend.startQueue(1, RING_SIZE, memory, 0)) {
                Rings.offer(queue, memory, 1);
                device.fetchOnly(1);

                nextBackend();
                frontend.trackIn(area);
                frontend.resumeQueue(queue, 0);

                assertThat(device.poll(1)).isEqualTo(1);
            }
        }
    }

    @Test
    void aDeviceThatDoesNotTrackDoesNotOfferTo() {
        device.protocolFeatures &= ~ProtocolFeature.INFLIGHT_SHMFD;
        frontend.close();
        frontend = VhostUserFrontend.connect(server.path(), OPTIONS);

        assertThatThrownBy(() -> frontend.createInflight(1, RING_SIZE))
                .isInstanceOf(VhostUserException.class)
                .hasMessageContaining("INFLIGHT_SHMFD");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theAreaIsDescribedAsItWasAskedForAndCannotBeCutShort(boolean padded) {
        frontend.close();
        try (ScriptedFrontend scripted = ScriptedFrontend.negotiated(server.path());
                FdList fds = new FdList()) {
            scripted.send(
                    VhostUserRequest.GET_INFLIGHT_FD,
                    payload -> new InflightDescription(0, 0, 2, 128).addTo(payload, padded));
            byte[] raw = new byte[VhostUserMessage.HEADER_BYTES + 64];

            int received = scripted.socket.receive(raw, 0, raw.length, fds);

            assertThat(received).isEqualTo(VhostUserMessage.HEADER_BYTES + (padded ? 24 : 20));
            VhostUserMessage reply = new VhostUserMessage();
            System.arraycopy(raw, 0, reply.bytes(), 0, received);
            assertThat(InflightDescription.read(reply)).isEqualTo(new InflightDescription(2 * 2112, 0, 2, 128));
            try (Fd file = fds.take(0)) {
                assertThat(Memfd.size(file)).isEqualTo(2 * 2112);
                assertThat(Memfd.isSealed(file, Seal.SHRINK)).isTrue();
            }
        }
    }

    @Test
    void anAreaThatIsCutShortCostsTheConnectionOnly() {
        frontend.close();
        try (ScriptedFrontend thief = ScriptedFrontend.negotiated(server.path());
                FrontendQueue queue = Rings.layOut(0, memory, VirtioFeature.VERSION_1);
                Fd file = Memfd.create("cut-short", 4096, false)) {
            thief.shareByTable(memory);
            thief.acknowledged(
                    VhostUserRequest.SET_INFLIGHT_FD,
                    payload -> new InflightDescription(4096, 0, 2, Rings.SIZE).addTo(payload, true),
                    file);
            thief.describe(queue, 0);
            try (PosixFile same = PosixFile.open(Path.of("/proc/self/fd/" + file.value()), FileMode.READ_WRITE)) {
                same.truncate(0);
            }
            // Starting the ring looks for what was left behind.
            thief.send(
                    VhostUserRequest.SET_VRING_KICK,
                    payload -> payload.addLong(0),
                    queue.kick().fd());
            thief.expectClosed();
        }
        await().until(() -> server.info().disconnects().containsKey(DisconnectCause.MEMORY_FAULT));
        frontend = VhostUserFrontend.connect(server.path(), OPTIONS);
        frontend.shareMemory(memory);
        try (FrontendQueue queue = frontend.startQueue(0, RING_SIZE, memory, 0)) {
            Rings.offer(queue, memory, 1);
            assertThat(device.poll(0)).isEqualTo(1);
        }
    }
}
