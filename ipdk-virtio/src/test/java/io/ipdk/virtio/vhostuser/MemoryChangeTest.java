package io.ipdk.virtio.vhostuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.FileMode;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.nativeaccess.posix.Memfd;
import io.ipdk.nativeaccess.posix.PosixFile;
import io.ipdk.nativeaccess.posix.Protection;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.agent.AgentRunner;
import io.ipdk.virtio.queue.SplitDriverQueue;
import io.ipdk.virtio.vhostuser.message.RegionDescription;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to running rings when the front end changes the guest's memory, by the rules or against them. */
class MemoryChangeTest {
    private static final long FEATURES = VirtioFeature.VERSION_1 | VirtioFeature.PROTOCOL_FEATURES;
    private static final long OTHER_GUEST_ADDRESS = 1L << 32;

    @TempDir
    Path directory;

    private final EchoDevice device = new EchoDevice(2);
    private VhostUserServer server;
    private SharedMemory memory;
    private SharedMemory more;
    private FrontendQueue queue;

    @BeforeEach
    void serve() {
        server = VhostUserServer.listen(directory.resolve("s"), device, VhostUserOptions.defaults());
        memory = SharedMemory.create(1 << 20, false);
        more = SharedMemory.create(1 << 20, false, OTHER_GUEST_ADDRESS);
        queue = Rings.layOut(0, memory, FEATURES);
    }

    @AfterEach
    void stop() {
        server.close();
        queue.close();
        memory.close();
        more.close();
    }

    private ScriptedFrontend started() {
        ScriptedFrontend frontend = ScriptedFrontend.negotiated(server.path(), FEATURES);
        frontend.addRegion(memory);
        frontend.describe(queue, 0);
        frontend.kick(queue);
        return frontend;
    }

    private static void remove(ScriptedFrontend frontend, SharedMemory memory) {
        frontend.acknowledged(
                VhostUserRequest.REM_MEM_REG, payload -> memory.description().addTo(payload.addLong(0)));
    }

    @Test
    void aRunningRingFollowsTheTableAndWhatWasFetchedIsFinishedFirst() {
        try (ScriptedFrontend frontend = started()) {
            Rings.offer(queue, memory, 2);
            device.fetchOnly(0);
            frontend.addRegion(more);
            assertThat(device.log).endsWith("drain 0");
            assertThat(Rings.takeUsed(queue)).isEqualTo(2);
            long buffer = more.allocate(64, 64);
            // The driver counts addresses from its ring's memory; the device finds this one in the other region.
            long address = buffer + more.guestOffset() - memory.guestOffset();
            queue.driver().offer(address, 64, true, 1);
            queue.publish();
            assertThat(device.poll(0)).isEqualTo(1);
            assertThat(frontend.ringBase(0)).isEqualTo(3);
        }
    }

    @Test
    void aRingWhoseMemoryIsTakenAwaySleepsUntilItIsBack() {
        try (ScriptedFrontend frontend = started()) {
            Rings.offer(queue, memory, 3);
            assertThat(device.poll(0)).isEqualTo(3);
            remove(frontend, memory);
            assertThat(device.queue(0).ring()).isNull();
            assertThat(device.log).endsWith("drain 0", "stopped 0");
            assertThat(device.poll(0)).isZero();
            frontend.addRegion(memory);
            assertThat(device.log).endsWith("started 0");
            Rings.offer(queue, memory, 1);
            assertThat(device.poll(0)).isEqualTo(1);
            assertThat(frontend.ringBase(0)).isEqualTo(4);
        }
    }

    @Test
    void aTableReplacedByAnEqualOneChangesNothingForTheRing() {
        long mappings = OpenFiles.mappings("ipdk-frontend");
        try (ScriptedFrontend frontend = started()) {
            for (int i = 0; i < 5; i++) {
                frontend.shareByTable(memory);
                Rings.offer(queue, memory, 1);
                assertThat(device.poll(0)).isEqualTo(1);
            }
            assertThat(OpenFiles.mappings("ipdk-frontend")).isEqualTo(mappings + 1);
            assertThat(Rings.takeUsed(queue)).isEqualTo(5);
        }
    }

    @Test
    void unsealedRegionsAreCounted() {
        try (ScriptedFrontend frontend = started();
                Fd file = Memfd.create("unsealed", 4096, false)) {
            frontend.addRegion(memory);
            assertThat(server.info().unsealedRegions()).isZero();
            frontend.acknowledged(
                    VhostUserRequest.ADD_MEM_REG,
                    payload -> new RegionDescription(1L << 40, 4096, 1L << 40, 0).addTo(payload.addLong(0)),
                    file);
            frontend.getLong(VhostUserRequest.GET_FEATURES);
            assertThat(server.info().unsealedRegions()).isEqualTo(1);
        }
    }

    @Test
    void aPollerNeverSeesMemoryThatIsGone() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong served = new AtomicLong();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread poller = new Thread(() -> {
            while (!stop.get()) {
                served.addAndGet(device.poll(0));
            }
        });
        poller.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        try (ScriptedFrontend frontend = started()) {
            poller.start();
            long buffer = memory.allocate(128, 64);
            long[] addresses = {buffer, buffer + 64};
            int[] lengths = {64, 64};
            long offered = 0;
            for (int i = 0; i < 300; i++) {
                while (queue.driver().offer(addresses, lengths, 1, 1, 1)) {
                    offered++;
                }
                queue.publish();
                if (i % 3 == 0) {
                    remove(frontend, memory);
                    frontend.addRegion(memory);
                } else {
                    frontend.shareByTable(memory);
                }
                Rings.takeUsed(queue);
            }
            long all = offered;
            await().until(() -> served.get() == all);
        } finally {
            stop.set(true);
            poller.join();
        }
        assertThat(failure.get()).isNull();
    }

    @Test
    void memoryCutShortUnderADeviceCostsThatConnectionOnly() {
        EchoDevice neighbour = new EchoDevice(2);
        long bytes = 1 << 20;
        try (VhostUserServer other =
                        VhostUserServer.listen(directory.resolve("n"), neighbour, VhostUserOptions.defaults());
                AgentRunner runner = AgentRunner.start(new EchoAgent(device, neighbour));
                ScriptedFrontend honest = ScriptedFrontend.negotiated(other.path(), FEATURES);
                ScriptedFrontend thief = ScriptedFrontend.negotiated(server.path(), FEATURES);
                Fd file = Memfd.create("cut-short", bytes, false);
                MappedMemory mapping = MappedMemory.map(file, 0, bytes, Protection.READ_WRITE);
                FrontendQueue stolen = new FrontendQueue(
                        0, new SplitDriverQueue(mapping.address(), -mapping.address(), Rings.SIZE, FEATURES, 0))) {
            device.queue(0).watchWith(runner);
            neighbour.queue(0).watchWith(runner);
            honest.addRegion(memory);
            honest.describe(queue, 0);
            honest.kick(queue);
            thief.acknowledged(
                    VhostUserRequest.ADD_MEM_REG,
                    payload -> new RegionDescription(0, bytes, mapping.address(), 0).addTo(payload.addLong(0)),
                    file);
            thief.describe(stolen, 0);
            thief.kick(stolen);
            truncate(file);
            stolen.kick().signal();
            thief.expectClosed();
            await().until(() -> server.info().disconnects().containsKey(DisconnectCause.MEMORY_FAULT));
            Rings.offer(queue, memory, 2);
            queue.kick().signal();
            await().until(() -> Rings.takeUsed(queue) > 0);
            assertThat(other.info().connected()).isTrue();
            assertThat(honest.ringBase(0)).isEqualTo(2);
        }
        try (ScriptedFrontend next = started()) {
            assertThat(next.ringBase(0)).isZero();
        }
    }

    @Test
    void memoryCutShortIsNoticedByTheControlThreadToo() {
        long bytes = 1 << 20;
        try (ScriptedFrontend thief = ScriptedFrontend.negotiated(server.path(), FEATURES);
                Fd file = Memfd.create("cut-short", bytes, false);
                MappedMemory mapping = MappedMemory.map(file, 0, bytes, Protection.READ_WRITE);
                FrontendQueue stolen = new FrontendQueue(
                        0, new SplitDriverQueue(mapping.address(), -mapping.address(), Rings.SIZE, FEATURES, 0))) {
            thief.acknowledged(
                    VhostUserRequest.ADD_MEM_REG,
                    payload -> new RegionDescription(0, bytes, mapping.address(), 0).addTo(payload.addLong(0)),
                    file);
            thief.describe(stolen, 0);
            try (PosixFile same = PosixFile.open(Path.of("/proc/self/fd/" + file.value()), FileMode.READ_WRITE)) {
                same.truncate(0);
            }
            // Starting the ring reads its used index back.
            thief.send(
                    VhostUserRequest.SET_VRING_KICK,
                    payload -> payload.addLong(0),
                    stolen.kick().fd());
            thief.expectClosed();
        }
        await().until(() -> !server.info().connected());
        assertThat(server.info().disconnects()).containsKey(DisconnectCause.MEMORY_FAULT);
        try (ScriptedFrontend next = started()) {
            Rings.offer(queue, memory, 1);
            assertThat(device.poll(0)).isEqualTo(1);
            assertThat(next.ringBase(0)).isEqualTo(1);
        }
    }

    private static void truncate(Fd file) {
        try (PosixFile same = PosixFile.open(Path.of("/proc/self/fd/" + file.value()), FileMode.READ_WRITE)) {
            same.truncate(0);
        }
    }
}
