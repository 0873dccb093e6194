package io.ipdk.virtio.vhostuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.FdList;
import io.ipdk.nativeaccess.posix.Memfd;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.vhostuser.message.InflightDescription;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Front ends that send what comes to mind, from noise to nearly right. */
class VhostUserBackendFuzzTest {
    private static final int FRONTENDS = 400;
    private static final int MESSAGES = 60;
    private static final long MEMORY_BYTES = 1 << 16;
    private static final long[] ODD_NUMBERS = {
        0,
        1,
        2,
        3,
        7,
        8,
        15,
        16,
        255,
        256,
        257,
        4096,
        32768,
        65535,
        65536,
        1L << 31,
        -1L >>> 32,
        1L << 32,
        1L << 40,
        1L << 63,
        -1,
        -4096,
        Long.MAX_VALUE,
        MEMORY_BYTES,
        MEMORY_BYTES - 1
    };

    @TempDir
    Path directory;

    private final Random random = new Random(20_261_122);

    @Test
    void nothingAFrontendSendsCostsMoreThanItsConnection() {
        EchoDevice device = new EchoDevice(2);
        device.protocolFeatures |= ProtocolFeature.INFLIGHT_SHMFD;
        VhostUserOptions options = VhostUserOptions.defaults().withMessageTimeout(Duration.ofMillis(20));
        try (VhostUserServer server = VhostUserServer.listen(directory.resolve("s"), device, options);
                SharedMemory memory = SharedMemory.create(MEMORY_BYTES, false)) {
            List<String> files = OpenFiles.list();
            for (int i = 0; i < FRONTENDS; i++) {
                try (ScriptedFrontend frontend = ScriptedFrontend.connect(server.path())) {
                    misbehave(frontend, memory, i % 3 == 0);
                } catch (PosixException hungUp) {
                    assertThat(hungUp.errnoName()).isIn("EPIPE", "ECONNRESET");
                }
                device.poll(0);
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> !server.info().connected());
            }
            assertThat(server.info().disconnects().keySet())
                    .isSubsetOf(Set.of(
                            DisconnectCause.PROTOCOL_VIOLATION,
                            DisconnectCause.FRONTEND_CLOSED,
                            DisconnectCause.TIMEOUT));
            // Which rules are broken depends a little on timing; that it is many of them does not.
            assertThat(server.info().violations()).hasSizeGreaterThan(6);
            assertThat(OpenFiles.list()).isEqualTo(files);
            try (VhostUserFrontend frontend =
                    VhostUserFrontend.connect(server.path(), FrontendOptions.of(VirtioFeature.VERSION_1))) {
                frontend.shareMemory(memory);
                try (FrontendQueue queue = frontend.startQueue(0, 16, memory, 0)) {
                    Rings.offer(queue, memory, 2);
                    assertThat(device.poll(0)).isEqualTo(2);
                }
            }
        }
    }

    private void misbehave(ScriptedFrontend frontend, SharedMemory memory, boolean noise) {
        List<Fd> fds = new ArrayList<>();
        try {
            for (int i = 0; i < MESSAGES; i++) {
                VhostUserMessage message = noise ? noise() : nearlyRight(memory);
                if (random.nextInt(40) == 0) {
                    frontend.socket.send(message.bytes(), 0, 1 + random.nextInt(VhostUserMessage.HEADER_BYTES));
                } else {
                    frontend.sendRaw(message, descriptors(message, memory, fds));
                }
            }
        } finally {
            fds.forEach(Fd::close);
        }
        frontend.socket.setReceiveTimeout(Duration.ofMillis(1));
        try (FdList none = new FdList()) {
            frontend.socket.receive(new byte[4096], 0, 4096, none);
        } catch (PosixException nothingCame) {
            assertThat(nothingCame.errnoName()).isIn("ETIMEDOUT", "ECONNRESET");
        }
    }

    private VhostUserMessage noise() {
        VhostUserMessage message = new VhostUserMessage().request(random.nextInt(45));
        for (int i = random.nextInt(8); i > 0; i--) {
            message.addLong(oddNumber());
        }
        if (random.nextInt(8) == 0) {
            ByteBuffer.wrap(message.bytes()).order(ByteOrder.nativeOrder()).putInt(4, random.nextInt());
        }
        return message;
    }

    /** The right size for the request and a plausible content. */
    private VhostUserMessage nearlyRight(SharedMemory memory) {
        VhostUserRequest[] requests = VhostUserRequest.values();
        VhostUserRequest request = requests[random.nextInt(requests.length)];
        VhostUserMessage message = new VhostUserMessage().request(request.id());
        if (random.nextBoolean()) {
            message.needReply();
        }
        switch (request) {
            case SET_FEATURES -> message.addLong(VirtioFeature.VERSION_1 | VirtioFeature.PROTOCOL_FEATURES);
            case SET_PROTOCOL_FEATURES -> message.addLong(0x1b23dL);
            case SET_VRING_NUM -> message.addInt(random.nextInt(3)).addInt(1 << random.nextInt(17));
            case SET_VRING_BASE, GET_VRING_BASE, SET_VRING_ENABLE ->
                message.addInt(random.nextInt(3)).addInt(random.nextInt(3));
            case SET_VRING_ADDR -> {
                message.addInt(random.nextInt(2)).addInt(0);
                for (int i = 0; i < 3; i++) {
                    message.addLong(memory.address() + random.nextInt((int) MEMORY_BYTES));
                }
                message.addLong(0);
            }
            case SET_VRING_KICK, SET_VRING_CALL, SET_VRING_ERR -> message.addLong(random.nextInt(3));
            case SET_MEM_TABLE -> memory.description().addTo(message.addInt(1).addInt(0));
            case ADD_MEM_REG, REM_MEM_REG -> memory.description().addTo(message.addLong(0));
            case GET_INFLIGHT_FD, SET_INFLIGHT_FD ->
                new InflightDescription(
                                random.nextInt(3) * 2048L,
                                random.nextInt(3) * 1024L,
                                random.nextInt(4),
                                1 << random.nextInt(8))
                        .addTo(message, random.nextBoolean());
            case GET_CONFIG, SET_CONFIG -> {
                int length = random.nextInt(80);
                message.addInt(random.nextInt(80)).addInt(length).addInt(0).addSpace(length);
            }
            default -> {
                if (request.payloadBytes() > 0) {
                    message.addLong(oddNumber());
                }
            }
        }
        return message;
    }

    private Fd[] descriptors(VhostUserMessage message, SharedMemory memory, List<Fd> opened) {
        VhostUserRequest request = VhostUserRequest.of(message.id());
        if (request == null || random.nextInt(12) == 0) {
            Fd[] some = new Fd[random.nextInt(FdList.CAPACITY + 1)];
            Arrays.setAll(some, i -> descriptor(memory, opened));
            return some;
        }
        return switch (request) {
            case SET_MEM_TABLE, ADD_MEM_REG -> new Fd[] {memory.file()};
            case SET_VRING_KICK, SET_VRING_CALL, SET_VRING_ERR, SET_BACKEND_REQ_FD, SET_INFLIGHT_FD ->
                new Fd[] {descriptor(memory, opened)};
            default -> new Fd[0];
        };
    }

    private Fd descriptor(SharedMemory memory, List<Fd> opened) {
        Fd fd = switch (random.nextInt(6)) {
            case 0 -> memory.file().duplicate();
            case 1 -> Memfd.create("fuzz", 4096, false);
            default -> EventFd.create().fd();
        };
        opened.add(fd);
        return fd;
    }

    private long oddNumber() {
        return ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
    }
}
