package io.ipdk.virtio.vhostuser;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.FdList;
import io.ipdk.nativeaccess.posix.SocketType;
import io.ipdk.nativeaccess.posix.UnixServerSocket;
import io.ipdk.nativeaccess.posix.UnixSocket;
import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.queue.DescriptorChain;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import io.ipdk.virtio.vhostuser.message.VhostUserChannel;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The places where vhost-user back ends go wrong with real front ends, one test each. */
class VhostUserTrapsTest {
    private static final long FEATURES = VirtioFeature.VERSION_1 | VirtioFeature.PROTOCOL_FEATURES;
    private static final int DRIVER_OK = 0x0f;

    @TempDir
    Path directory;

    private final EchoDevice device = new EchoDevice(2);
    private VhostUserServer server;
    private SharedMemory memory;
    private FrontendQueue queue;

    @BeforeEach
    void serve() {
        server = VhostUserServer.listen(directory.resolve("s"), device, VhostUserOptions.defaults());
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
        ScriptedFrontend frontend = ScriptedFrontend.negotiated(server.path(), FEATURES);
        frontend.shareByTable(memory);
        frontend.describe(queue, 0);
        frontend.kick(queue);
        frontend.ring(VhostUserRequest.SET_VRING_ENABLE, 0, 1);
        return frontend;
    }

    @Test
    void trap01RepliesCarryFlagsFiveAndDoNotEchoNeedReply() {
        try (ScriptedFrontend frontend = ScriptedFrontend.negotiated(server.path())) {
            frontend.sendRaw(new VhostUserMessage()
                    .request(VhostUserRequest.GET_QUEUE_NUM.id())
                    .needReply());
            frontend.receiveReply(VhostUserRequest.GET_QUEUE_NUM.id(), Long.BYTES);
            frontend.ring(VhostUserRequest.SET_VRING_NUM, 0, Rings.SIZE);
        }
    }

    @Test
    void trap02HeaderAndPayloadOfAReplyLeaveInOneCall() {
        Path path = directory.resolve("packets");
        // On a socket that keeps calls apart, two sends would arrive as two packets.
        try (UnixServerSocket listener =
                        UnixServerSocket.bind(path, SocketType.SEQUENCED_PACKET, UnixServerSocket.DEFAULT_MODE);
                UnixSocket reader = UnixSocket.connect(path, SocketType.SEQUENCED_PACKET, Duration.ofSeconds(5));
                VhostUserChannel channel =
                        new VhostUserChannel(listener.accept().orElseThrow(), Duration.ofSeconds(5));
                FdList fds = new FdList()) {
            channel.send(new VhostUserMessage()
                    .replyTo(VhostUserRequest.GET_FEATURES.id())
                    .addLong(1));
            byte[] packet = new byte[64];
            assertThat(reader.receive(packet, 0, packet.length, fds))
                    .isEqualTo(VhostUserMessage.HEADER_BYTES + Long.BYTES);
        }
    }

    @Test
    void trap03InBandNotificationsAreNeverOffered() {
        device.protocolFeatures = ProtocolFeature.CONFIG;
        try (ScriptedFrontend frontend = ScriptedFrontend.connect(server.path())) {
            long offered = frontend.getLong(VhostUserRequest.GET_PROTOCOL_FEATURES);
            assertThat(offered & (1L << 14)).as("in-band notifications").isZero();
            assertThat(offered & (1L << 8)).as("page faults").isZero();
            assertThat(offered & (1L << 17)).as("Xen mappings").isZero();
        }
    }

    @Test
    void trap04RegionsAddedOrRemovedTwiceAreAccepted() {
        try (ScriptedFrontend frontend = ScriptedFrontend.negotiated(server.path())) {
            frontend.addRegion(memory);
            List<String> files = OpenFiles.list();
            frontend.addRegion(memory);
            assertThat(OpenFiles.list()).isEqualTo(files);
            for (int i = 0; i < 2; i++) {
                frontend.acknowledged(
                        VhostUserRequest.REM_MEM_REG,
                        payload -> memory.description().addTo(payload.addLong(0)));
            }
        }
    }

    @Test
    void trap05StatusZeroKeepsTheRingsPosition() {
        try (ScriptedFrontend frontend = started()) {
            frontend.acknowledged(VhostUserRequest.SET_STATUS, payload -> payload.addLong(DRIVER_OK));
            Rings.offer(queue, memory, 5);
            assertThat(device.poll(0)).isEqualTo(5);
            frontend.acknowledged(VhostUserRequest.SET_STATUS, payload -> payload.addLong(0));
            frontend.ring(VhostUserRequest.SET_VRING_ENABLE, 0, 0);
            assertThat(frontend.ringBase(0)).isEqualTo(5);
            frontend.describe(queue, 5);
            frontend.kick(queue);
            Rings.offer(queue, memory, 1);
            assertThat(device.poll(0))
                    .as("chains found in the memory that is still there")
                    .isEqualTo(1);
        }
    }

    @Test
    void trap06ADeviceThatReportsItselfInsideARequestDoesNotWaitForTheFrontend() {
        device.announceConfigOnMtu = true;
        UnixSocket.Pair channel = UnixSocket.pair();
        try (UnixSocket mine = channel.first();
                UnixSocket theirs = channel.second();
                ScriptedFrontend frontend = ScriptedFrontend.negotiated(server.path());
                FdList fds = new FdList()) {
            frontend.acknowledged(VhostUserRequest.SET_BACKEND_REQ_FD, none -> {}, theirs.fd());
            // Nobody serves the channel between the request and its answer.
            frontend.acknowledged(VhostUserRequest.NET_SET_MTU, payload -> payload.addLong(1500));
            byte[] raw = new byte[64];
            mine.setReceiveTimeout(Duration.ofSeconds(5));
            assertThat(mine.receive(raw, 0, raw.length, fds)).isEqualTo(VhostUserMessage.HEADER_BYTES);
            assertThat(raw).startsWith(2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void trap06AFrontendThatNeverReadsItsChannelDoesNotStopTheDevice() {
        UnixSocket.Pair channel = UnixSocket.pair();
        try (UnixSocket mine = channel.first();
                UnixSocket theirs = channel.second();
                ScriptedFrontend frontend = ScriptedFrontend.negotiated(server.path())) {
            frontend.acknowledged(VhostUserRequest.SET_BACKEND_REQ_FD, none -> {}, theirs.fd());
            boolean taken = true;
            for (int i = 0; i < 100_000 && taken; i++) {
                taken = Objects.requireNonNull(device.frontend).configChanged();
            }
            assertThat(taken).as("the last of many reports").isFalse();
            assertThat(frontend.getLong(VhostUserRequest.GET_QUEUE_NUM)).isEqualTo(1);
            assertThat(mine.fd().isClosed()).isFalse();
        }
    }

    @Test
    void trap07WithoutProtocolFeaturesRingsAreEnabledAtOnce() {
        try (ScriptedFrontend frontend = ScriptedFrontend.negotiated(server.path(), VirtioFeature.VERSION_1)) {
            assertThat(isEnabled(0)).isTrue();
            assertThat(isEnabled(1)).isTrue();
            assertThat(frontend.getLong(VhostUserRequest.GET_QUEUE_NUM)).isEqualTo(1);
        }
    }

    @Test
    void trap07WithProtocolFeaturesRingsStartDisabled() {
        try (ScriptedFrontend frontend = ScriptedFrontend.negotiated(server.path(), FEATURES)) {
            assertThat(isEnabled(0)).isFalse();
            frontend.ring(VhostUserRequest.SET_VRING_ENABLE, 0, 1);
            assertThat(isEnabled(0)).isTrue();
            assertThat(isEnabled(1)).isFalse();
        }
    }

    @Test
    void trap08ADisabledRingStillRuns() {
        try (ScriptedFrontend frontend = started()) {
            frontend.ring(VhostUserRequest.SET_VRING_ENABLE, 0, 0);
            assertThat(isEnabled(0)).isFalse();
            Rings.offer(queue, memory, 2);
            assertThat(device.poll(0)).as("chains the device can drain").isEqualTo(2);
            assertThat(Rings.takeUsed(queue)).isEqualTo(2);
        }
    }

    @Test
    void trap09GetVringBaseFinishesWhatWasFetchedAndThenNothingIsWritten() {
        try (ScriptedFrontend frontend = started()) {
            Rings.offer(queue, memory, 3);
            device.fetchOnly(0);
            assertThat(Rings.takeUsed(queue)).isZero();
            assertThat(frontend.ringBase(0)).isEqualTo(3);
            assertThat(Rings.takeUsed(queue)).isEqualTo(3);
            assertThat(device.log).containsSubsequence("drain 0", "stopped 0");
            byte[] before = contents();
            Rings.offer(queue, memory, 0);
            assertThat(device.poll(0)).isZero();
            assertThat(contents()).isEqualTo(before);
            queue.call().drain();
            DeviceVirtqueue stopped = device.queue(0);
            stopped.enter();
            stopped.notifyDriver();
            stopped.exit();
            assertThat(queue.call().drain()).as("interrupt of a stopped ring").isFalse();
        }
    }

    @Test
    void trap10TheUsedIndexIsReadBackFromTheRing() {
        try (ScriptedFrontend frontend = started()) {
            Rings.offer(queue, memory, 5);
            assertThat(device.poll(0)).isEqualTo(5);
            frontend.socket.shutdown();
        }
        // A new connection knows the avail index only; the driver sees one continuous ring.
        try (ScriptedFrontend frontend = ScriptedFrontend.negotiated(server.path(), FEATURES)) {
            frontend.shareByTable(memory);
            frontend.describe(queue, 5);
            frontend.kick(queue);
            Rings.offer(queue, memory, 2);
            assertThat(device.poll(0)).isEqualTo(2);
            assertThat(Rings.takeUsed(queue)).isEqualTo(7);
            assertThat(queue.driver().isBroken()).isFalse();
        }
    }

    @Test
    void trap11EightRegionsAtHighAddressesAreAMemoryTable() {
        List<SharedMemory> memories = new ArrayList<>();
        try (ScriptedFrontend frontend = ScriptedFrontend.negotiated(server.path(), FEATURES)) {
            for (int i = 0; i < 8; i++) {
                memories.add(SharedMemory.create(1 << 16, false, 0x7fff_0000_0000L + i * 0x1234_0000L));
            }
            frontend.acknowledged(
                    VhostUserRequest.SET_MEM_TABLE,
                    payload -> {
                        payload.addInt(8).addInt(0);
                        memories.forEach(each -> each.description().addTo(payload));
                    },
                    memories.stream().map(SharedMemory::file).toArray(Fd[]::new));
            try (FrontendQueue high = Rings.layOut(0, memories.get(7), FEATURES)) {
                frontend.describe(high, 0);
                frontend.kick(high);
                Rings.offer(high, memories.get(7), 4);
                assertThat(device.poll(0)).isEqualTo(4);
                assertThat(Rings.takeUsed(high)).isEqualTo(4);
            }
        } finally {
            memories.forEach(SharedMemory::close);
        }
    }

    @Test
    void trap12WhatAGuestChangesAfterTheFetchChangesNothing() {
        try (ScriptedFrontend frontend = started()) {
            Rings.offer(queue, memory, 1);
            DeviceVirtqueue live = device.queue(0);
            live.enter();
            try {
                SplitDeviceQueue ring = Objects.requireNonNull(live.ring());
                DescriptorChain chain = new DescriptorChain(16, 4096);
                ring.available();
                assertThat(ring.next(chain)).isTrue();
                long address = chain.address(0);
                int length = chain.length(0);
                RawMemory.putLong(queue.driver().descriptorTable(), 0xdead_beef_0000L);
                RawMemory.putInt(queue.driver().descriptorTable() + 8, -1);
                assertThat(chain.address(0)).isEqualTo(address);
                assertThat(chain.length(0)).isEqualTo(length);
                ring.addUsed(chain.head(), 0);
            } finally {
                live.exit();
            }
            assertThat(frontend.ringBase(0)).isEqualTo(1);
        }
    }

    private boolean isEnabled(int index) {
        DeviceVirtqueue ring = device.queue(index);
        ring.enter();
        try {
            return ring.enabled();
        } finally {
            ring.exit();
        }
    }

    private byte[] contents() {
        byte[] bytes = new byte[(int) memory.size()];
        RawMemory.copyToArray(memory.address(), bytes, 0, bytes.length);
        return bytes;
    }
}
