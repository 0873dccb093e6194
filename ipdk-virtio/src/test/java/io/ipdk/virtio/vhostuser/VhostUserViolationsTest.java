package io.ipdk.virtio.vhostuser;

import static io.ipdk.virtio.vhostuser.message.ProtocolViolation.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.nativeaccess.posix.FileMode;
import io.ipdk.nativeaccess.posix.PosixFile;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.vhostuser.message.MessageRules;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import io.ipdk.virtio.vhostuser.message.ProtocolViolation;
import io.ipdk.virtio.vhostuser.message.RegionDescription;
import io.ipdk.virtio.vhostuser.message.RingAddresses;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the protocol, broken at least once on a real socket. */
class VhostUserViolationsTest {
    private static final long FEATURES = VirtioFeature.VERSION_1 | VirtioFeature.PROTOCOL_FEATURES;
    private static final long MEMORY_BYTES = 1 << 20;

    /** What a front end does wrong, by the rule it breaks and what it does. */
    private static final Map<Crime, BiConsumer<VhostUserViolationsTest, ScriptedFrontend>> CRIMES =
            new LinkedHashMap<>();

    record Crime(ProtocolViolation rule, String deed) {}

    private static void crime(
            ProtocolViolation rule, String deed, BiConsumer<VhostUserViolationsTest, ScriptedFrontend> act) {
        CRIMES.put(new Crime(rule, deed), act);
    }

    static {
        crime(HEADER_FLAGS, "version 2", (test, frontend) -> frontend.socket.send(header(1, 2, 0), 0, 12));
        crime(
                HEADER_FLAGS,
                "a reply nobody asked for",
                (test, frontend) -> frontend.socket.send(header(1, 5, 0), 0, 12));
        crime(HEADER_FLAGS, "reserved flags", (test, frontend) -> frontend.socket.send(header(1, 0x81, 0), 0, 12));
        crime(PAYLOAD_TOO_LARGE, "2 GiB", (test, frontend) -> frontend.socket.send(header(5, 1, 1 << 31), 0, 12));
        crime(PAYLOAD_TOO_LARGE, "4 KiB and 1", (test, frontend) -> frontend.socket.send(header(5, 1, 4097), 0, 12));
        crime(
                PAYLOAD_SIZE,
                "too short",
                (test, frontend) -> frontend.send(VhostUserRequest.SET_FEATURES, payload -> payload.addInt(0)));
        crime(
                PAYLOAD_SIZE,
                "too long",
                (test, frontend) -> frontend.send(VhostUserRequest.SET_OWNER, payload -> payload.addInt(0)));
        crime(
                PAYLOAD_SIZE,
                "fewer regions than announced",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.SET_MEM_TABLE,
                        payload -> payload.addInt(1).addInt(0)));
        crime(
                PAYLOAD_SIZE,
                "a table without a count",
                (test, frontend) -> frontend.send(VhostUserRequest.SET_MEM_TABLE, payload -> {}));
        crime(
                PAYLOAD_SIZE,
                "configuration without a header",
                (test, frontend) -> frontend.send(VhostUserRequest.GET_CONFIG, payload -> payload.addInt(0)));
        crime(
                FD_COUNT,
                "a descriptor nobody wants",
                (test, frontend) -> frontend.send(VhostUserRequest.SET_OWNER, payload -> {}, test.event.fd()));
        crime(
                FD_COUNT,
                "no descriptor for a region",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.ADD_MEM_REG,
                        payload -> test.memory.description().addTo(payload.addLong(0))));
        crime(
                FD_COUNT,
                "no descriptor for a kick",
                (test, frontend) -> frontend.send(VhostUserRequest.SET_VRING_KICK, payload -> payload.addLong(0)));
        crime(
                FD_COUNT,
                "a descriptor for a kick without one",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.SET_VRING_KICK,
                        payload -> payload.addLong(MessageRules.NO_DESCRIPTOR),
                        test.event.fd()));
        crime(FD_COUNT, "a descriptor inside a message", (test, frontend) -> {
            frontend.socket.send(header(VhostUserRequest.SET_FEATURES.id(), 1, 8), 0, 12);
            frontend.socket.send(new byte[8], 0, 8, test.event.fd());
        });
        crime(MESSAGE_CUT_OFF, "half a header", (test, frontend) -> {
            frontend.socket.send(header(1, 1, 0), 0, 6);
            frontend.socket.shutdown();
        });
        crime(MESSAGE_CUT_OFF, "no payload", (test, frontend) -> {
            frontend.socket.send(header(2, 1, 8), 0, 12);
            frontend.socket.shutdown();
        });
        crime(
                MESSAGE_TIMEOUT,
                "half a header and silence",
                (test, frontend) -> frontend.socket.send(header(1, 1, 0), 0, 6));
        crime(
                MESSAGE_TIMEOUT,
                "no payload and silence",
                (test, frontend) -> frontend.socket.send(header(2, 1, 8), 0, 12));
        crime(UNKNOWN_REQUEST, "number 0", (test, frontend) -> frontend.socket.send(header(0, 1, 0), 0, 12));
        crime(UNKNOWN_REQUEST, "number 63", (test, frontend) -> frontend.socket.send(header(63, 1, 0), 0, 12));
        crime(UNKNOWN_REQUEST, "a negative number", (test, frontend) -> frontend.socket.send(header(-1, 1, 0), 0, 12));
        crime(REQUEST_NOT_NEGOTIATED, "status without STATUS", (test, frontend) -> {
            frontend.send(VhostUserRequest.SET_PROTOCOL_FEATURES, payload -> payload.addLong(0));
            frontend.send(VhostUserRequest.GET_STATUS, payload -> {});
        });
        crime(
                FEATURE_NOT_OFFERED,
                "bit 63",
                (test, frontend) -> frontend.send(VhostUserRequest.SET_FEATURES, payload -> payload.addLong(1L << 63)));
        crime(
                PROTOCOL_FEATURE_NOT_OFFERED,
                "in-band notifications",
                (test, frontend) ->
                        frontend.send(VhostUserRequest.SET_PROTOCOL_FEATURES, payload -> payload.addLong(1L << 14)));
        crime(FEATURES_WHILE_RUNNING, "other features", (test, frontend) -> {
            test.start(frontend);
            frontend.send(VhostUserRequest.SET_FEATURES, payload -> payload.addLong(0));
        });
        crime(
                TOO_MANY_REGIONS,
                "nine in a table",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.SET_MEM_TABLE,
                        payload -> payload.addInt(9).addInt(0)));
        crime(
                TOO_MANY_REGIONS,
                "four billion in a table",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.SET_MEM_TABLE,
                        payload -> payload.addInt(-1).addInt(0)));
        crime(REGION_EMPTY, "no bytes", (test, frontend) -> test.addRegion(frontend, 0, 0, 0, 0));
        crime(REGION_OVERFLOW, "guest addresses wrap", (test, frontend) -> test.addRegion(frontend, -4096, 8192, 0, 0));
        crime(REGION_OVERFLOW, "user addresses wrap", (test, frontend) -> test.addRegion(frontend, 0, 8192, -4096, 0));
        crime(
                REGION_OVERFLOW,
                "size above 2^63",
                (test, frontend) -> test.addRegion(frontend, 0, Long.MIN_VALUE, 0, 0));
        crime(
                REGION_OVERFLOW,
                "offset and size wrap",
                (test, frontend) -> test.addRegion(frontend, 0, 8192, 0, Long.MAX_VALUE - 4095));
        crime(REGION_OVERFLOW, "negative offset", (test, frontend) -> test.addRegion(frontend, 0, 8192, 0, -4096));
        crime(
                REGION_BEYOND_FILE,
                "one byte too many",
                (test, frontend) -> test.addRegion(frontend, 0, MEMORY_BYTES + 1, 0, 0));
        crime(
                REGION_BEYOND_FILE,
                "no file at all",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.ADD_MEM_REG,
                        payload -> new RegionDescription(0, 4096, 0, 0).addTo(payload.addLong(0)),
                        test.event.fd()));
        crime(
                REGION_BEYOND_FILE,
                "offset at the end",
                (test, frontend) -> test.addRegion(frontend, 0, 4096, 0, MEMORY_BYTES));
        crime(REGION_OVERLAP, "guest addresses", (test, frontend) -> {
            test.addRegion(frontend, 0, 8192, 0, 0);
            test.addRegion(frontend, 4096, 8192, 1L << 40, 0);
        });
        crime(REGION_OVERLAP, "user addresses", (test, frontend) -> {
            test.addRegion(frontend, 0, 8192, 0, 0);
            test.addRegion(frontend, 1L << 40, 8192, 4096, 0);
        });
        crime(
                REGION_OVERLAP,
                "inside one table",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.SET_MEM_TABLE,
                        payload -> {
                            payload.addInt(2).addInt(0);
                            new RegionDescription(0, 8192, 0, 0).addTo(payload);
                            new RegionDescription(4096, 8192, 1L << 40, 0).addTo(payload);
                        },
                        test.memory.file(),
                        test.memory.file()));
        crime(MEMORY_LIMIT, "more than allowed at once", (test, frontend) -> {
            try (SharedMemory large = SharedMemory.create(3 * MEMORY_BYTES, false)) {
                frontend.send(
                        VhostUserRequest.ADD_MEM_REG,
                        payload -> large.description().addTo(payload.addLong(0)),
                        large.file());
            }
        });
        crime(REGION_NOT_MAPPABLE, "a file that may not be written", (test, frontend) -> {
            try (PosixFile file = PosixFile.open(test.readOnlyFile(), FileMode.READ_ONLY)) {
                frontend.send(
                        VhostUserRequest.ADD_MEM_REG,
                        payload -> new RegionDescription(0, 4096, 0, 0).addTo(payload.addLong(0)),
                        file.fd());
            }
        });
        crime(
                RING_INDEX,
                "one too high",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.SET_VRING_NUM,
                        payload -> payload.addInt(2).addInt(16)));
        crime(
                RING_INDEX,
                "high bits of an event's index",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.SET_VRING_CALL, payload -> payload.addLong(1L << 32), test.event.fd()));
        crime(
                RING_INDEX,
                "an index that is 0 in 16 bits",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.GET_VRING_BASE,
                        payload -> payload.addInt(1 << 16).addInt(0)));
        crime(RING_SIZE, "zero", (test, frontend) -> ringSize(frontend, 0));
        crime(RING_SIZE, "not a power of two", (test, frontend) -> ringSize(frontend, 48));
        crime(RING_SIZE, "65536", (test, frontend) -> ringSize(frontend, 65536));
        crime(RING_SIZE, "negative", (test, frontend) -> ringSize(frontend, Integer.MIN_VALUE));
        crime(
                RING_BASE,
                "65536",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.SET_VRING_BASE,
                        payload -> payload.addInt(0).addInt(65536)));
        crime(
                RING_FLAGS,
                "a log nobody offered",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.SET_VRING_ADDR,
                        payload -> payload.addInt(0)
                                .addInt(1)
                                .addLong(0)
                                .addLong(0)
                                .addLong(0)
                                .addLong(0)));
        crime(RING_UNMAPPED, "addresses of nothing", (test, frontend) -> {
            frontend.describe(test.queue, 0);
            test.kick(frontend);
        });
        crime(RING_UNMAPPED, "a ring larger than its memory", (test, frontend) -> {
            frontend.shareByTable(test.memory);
            frontend.describe(test.queue, 0);
            frontend.ring(VhostUserRequest.SET_VRING_NUM, 0, 32768);
            frontend.send(VhostUserRequest.SET_VRING_ADDR, payload -> {
                long end = test.memory.address() + MEMORY_BYTES;
                new RingAddresses(
                                end - 4096,
                                test.queue.addresses().used(),
                                test.queue.addresses().avail())
                        .addTo(payload, 0);
            });
            test.kick(frontend);
        });
        crime(RING_ALIGNMENT, "descriptors at an odd address", (test, frontend) -> {
            frontend.shareByTable(test.memory);
            frontend.describe(test.queue, 0);
            RingAddresses right = test.queue.addresses();
            frontend.send(
                    VhostUserRequest.SET_VRING_ADDR,
                    payload ->
                            new RingAddresses(right.descriptors() + 1, right.used(), right.avail()).addTo(payload, 0));
            test.kick(frontend);
        });
        crime(RING_NOT_CONFIGURED, "a kick first", (test, frontend) -> test.kick(frontend));
        crime(RING_RUNNING, "another size", (test, frontend) -> {
            test.start(frontend);
            ringSize(frontend, 2 * Rings.SIZE);
        });
        crime(RING_RUNNING, "other addresses", (test, frontend) -> {
            test.start(frontend);
            frontend.send(VhostUserRequest.SET_VRING_ADDR, payload -> new RingAddresses(0, 0, 0).addTo(payload, 0));
        });
        crime(RING_RUNNING, "another position", (test, frontend) -> {
            test.start(frontend);
            frontend.send(
                    VhostUserRequest.SET_VRING_BASE,
                    payload -> payload.addInt(0).addInt(9));
        });
        crime(
                RING_ENABLE_VALUE,
                "two",
                (test, frontend) -> frontend.send(
                        VhostUserRequest.SET_VRING_ENABLE,
                        payload -> payload.addInt(0).addInt(2)));
        crime(
                BACKEND_CHANNEL_NOT_USABLE,
                "an event",
                (test, frontend) -> frontend.send(VhostUserRequest.SET_BACKEND_REQ_FD, payload -> {}, test.event.fd()));
        InflightCrimes.all().forEach((deed, act) -> crime(INFLIGHT_AREA, deed, act));
        crime(CONFIG_RANGE, "behind byte 256", (test, frontend) -> config(frontend, 250, 7));
        crime(CONFIG_RANGE, "offset and length wrap", (test, frontend) -> config(frontend, -8, 16));
        crime(CONFIG_RANGE, "four billion bytes", (test, frontend) -> config(frontend, 0, -1));
    }

    @TempDir
    Path directory;

    private final EchoDevice device = new EchoDevice(2);
    private VhostUserServer server;
    private SharedMemory memory;
    private FrontendQueue queue;
    private EventFd event;

    @BeforeEach
    void serve() {
        VhostUserOptions options = VhostUserOptions.defaults()
                .withMessageTimeout(Duration.ofMillis(200))
                .withMaxMemoryBytes(2 * MEMORY_BYTES);
        device.protocolFeatures |= ProtocolFeature.INFLIGHT_SHMFD;
        server = VhostUserServer.listen(directory.resolve("s"), device, options);
        memory = SharedMemory.create(MEMORY_BYTES, false);
        queue = Rings.layOut(0, memory, FEATURES);
        event = EventFd.create();
    }

    @AfterEach
    void stop() {
        server.close();
        queue.close();
        memory.close();
        event.close();
    }

    static Stream<Crime> crimes() {
        return CRIMES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("crimes")
    void aBrokenRuleCostsTheConnectionAndNothingElse(Crime crime) {
        List<String> files = OpenFiles.list();
        long mappings = OpenFiles.mappings("memfd:ipdk-frontend");
        try (ScriptedFrontend frontend = ScriptedFrontend.negotiated(server.path(), FEATURES)) {
            Objects.requireNonNull(CRIMES.get(crime)).accept(this, frontend);
            if (crime.rule() != MESSAGE_CUT_OFF) {
                frontend.expectClosed();
            }
        }
        await().until(() -> !server.info().connected());
        VhostUserServerInfo info = server.info();
        assertThat(info.violations()).containsOnly(Map.entry(crime.rule(), 1L));
        assertThat(info.lastDisconnect()).contains(crime.rule().name());
        assertThat(info.disconnects())
                .containsOnlyKeys(
                        crime.rule() == MESSAGE_TIMEOUT ? DisconnectCause.TIMEOUT : DisconnectCause.PROTOCOL_VIOLATION);
        assertThat(OpenFiles.list()).as("open descriptors").isEqualTo(files);
        assertThat(OpenFiles.mappings("memfd:ipdk-frontend")).as("mappings").isEqualTo(mappings);
        assertThat(device.queue(0).ring()).isNull();
        aWellBehavedFrontendIsServed();
    }

    private void aWellBehavedFrontendIsServed() {
        try (ScriptedFrontend next = ScriptedFrontend.negotiated(server.path(), FEATURES)) {
            start(next);
            Rings.offer(queue, memory, 1);
            assertThat(device.poll(0)).isEqualTo(1);
        }
    }

    @Test
    void everyRuleIsBrokenByATest() {
        Set<ProtocolViolation> broken = CRIMES.keySet().stream()
                .map(Crime::rule)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ProtocolViolation.class)));
        assertThat(EnumSet.complementOf(EnumSet.copyOf(broken))).containsOnly(EVENT_NOT_USABLE);
    }

    void describe(ScriptedFrontend frontend) {
        frontend.shareByTable(memory);
        frontend.describe(queue, 0);
    }

    void start(ScriptedFrontend frontend) {
        describe(frontend);
        frontend.kick(queue);
    }

    void kick(ScriptedFrontend frontend) {
        frontend.send(VhostUserRequest.SET_VRING_KICK, payload -> payload.addLong(0), event.fd());
    }

    private void addRegion(ScriptedFrontend frontend, long guest, long size, long user, long offset) {
        frontend.send(
                VhostUserRequest.ADD_MEM_REG,
                payload -> new RegionDescription(guest, size, user, offset).addTo(payload.addLong(0)),
                memory.file());
    }

    EventFd event() {
        return event;
    }

    Path readOnlyFile() {
        try {
            return Files.write(directory.resolve("file"), new byte[4096]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ringSize(ScriptedFrontend frontend, int size) {
        frontend.send(
                VhostUserRequest.SET_VRING_NUM, payload -> payload.addInt(0).addInt(size));
    }

    private static void config(ScriptedFrontend frontend, int offset, int length) {
        frontend.send(
                VhostUserRequest.GET_CONFIG,
                payload -> payload.addInt(offset).addInt(length).addInt(0));
    }

    private static byte[] header(int id, int flags, int size) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.nativeOrder())
                .putInt(id)
                .putInt(flags)
                .putInt(size)
                .array();
    }
}
