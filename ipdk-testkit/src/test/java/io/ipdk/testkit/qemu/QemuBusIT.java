package io.ipdk.testkit.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.ipdk.Ipu;
import io.ipdk.device.DeviceKind;
import io.ipdk.device.FieldDifference;
import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.error.AlreadyExistsException;
import io.ipdk.error.HostException;
import io.ipdk.error.NotFoundException;
import io.ipdk.softipu.bus.HostDevice;
import io.ipdk.softipu.bus.ObservedDevice;
import io.ipdk.softipu.bus.ObservedDevice.State;
import io.ipdk.softipu.qemu.QemuBus;
import io.ipdk.softipu.qemu.QmpClient;
import io.ipdk.testkit.dpdk.Testpmd;
import io.ipdk.testkit.dpdk.TestpmdOptions;
import io.ipdk.testkit.guest.Guest;
import io.ipdk.testkit.guest.GuestSpec;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.ipdk.testkit.storage.StorageDaemon;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices in a guest that is up and answers. */
@RequiresPeer({Peer.QEMU, Peer.CLOUD_KERNEL, Peer.BUSYBOX, Peer.QEMU_STORAGE_DAEMON})
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class QemuBusIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final UnplugMode PATIENT = UnplugMode.graceful(LONG);
    private static final MacAddress MAC = MacAddress.of("52:54:00:aa:bb:01");

    private static Guest guest;

    @TempDir
    Path directory;

    private final List<AutoCloseable> backEnds = new ArrayList<>();
    private QemuBus bus;

    @BeforeAll
    static void boot() {
        guest = Guest.start(GuestSpec.of(g -> g.cpus(2).slots(4)));
    }

    @AfterAll
    static void shutDown() {
        if (guest != null) {
            guest.close();
        }
    }

    @BeforeEach
    void open() {
        bus = QemuBus.open(guest.qmpSocket());
        assertThat(bus.info().reachable()).isTrue();
    }

    @AfterEach
    void close() throws Exception {
        try {
            for (String id : bus.observe().keySet()) {
                bus.detach(id, PATIENT);
            }
        } finally {
            bus.close();
            for (AutoCloseable backEnd : backEnds) {
                backEnd.close();
            }
        }
    }

    /** A back end that ends after its devices have left, since a guest whose disk is gone answers nobody. */
    private StorageDaemon serveDisk(String name, int mebibytes) throws IOException {
        StorageDaemon disk = ServedImages.serve(directory, name, mebibytes);
        backEnds.add(disk);
        return disk;
    }

    /** A port's back end that is not ours. */
    private Path servePort(String name, int queuePairs) {
        Path socket = directory.resolve(name + ".sock");
        backEnds.add(Testpmd.start(TestpmdOptions.of("rxonly").withBackend(socket, queuePairs)));
        await().atMost(LONG).until(() -> Files.exists(socket));
        return socket;
    }

    private ObservedDevice observed(String id) {
        ObservedDevice device = bus.observe().get(id);
        assertThat(device).as("device %s on the host", id).isNotNull();
        return Objects.requireNonNull(device);
    }

    private State state(String id) {
        return observed(id).state();
    }

    private static void awaitGuest(String condition) {
        await().atMost(LONG).until(() -> guest.run(condition).succeeded());
    }

    @Test
    void plugsADiskThatTheGuestWritesAndReads() throws Exception {
        StorageDaemon disk = serveDisk("disk", 16);
        bus.attach(HostDevice.disk("disk", disk.socket(), 2), LONG);
        awaitGuest("test -b /dev/vda");
        guest.check("head -c 1048576 /dev/urandom >/tmp/data && dd if=/tmp/data of=/dev/vda bs=64k conv=fsync");
        guest.check("echo 3 >/proc/sys/vm/drop_caches; head -c 1048576 /dev/vda | cmp - /tmp/data");
        assertThat(guest.check("cat /sys/block/vda/size")).isEqualTo("32768");

        ObservedDevice observed = observed("disk");
        assertThat(observed.kind()).isEqualTo(DeviceKind.DISK);
        assertThat(observed.state()).isEqualTo(State.ATTACHED);
        assertThat(observed.pci()).isNotNull();
        assertThat(guest.check("readlink -f /sys/block/vda")).contains(String.valueOf(observed.pci()));

        assertThat(bus.detach("disk", PATIENT)).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        awaitGuest("test ! -e /sys/block/vda");
        assertThat(bus.observe()).isEmpty();
        assertThat(bus.info().freeSlots()).isEqualTo(4);
    }

    @Test
    @RequiresPeer(Peer.TESTPMD)
    void plugsAPortThatTheGuestSeesAsAsked() throws Exception {
        Path port = servePort("port", 2);
        HostDevice device = HostDevice.port("port", port, MAC, 2).withMtu(1400).withLinkSpeed(Bandwidth.gbps(25));
        bus.attach(device, LONG);
        awaitGuest("test -e /sys/class/net/eth0");
        guest.check("ip link set eth0 up");
        assertThat(guest.check("cat /sys/class/net/eth0/address")).isEqualTo(MAC.toString());
        assertThat(guest.check("cat /sys/class/net/eth0/mtu")).isEqualTo("1400");
        assertThat(guest.check("cat /sys/class/net/eth0/speed")).isEqualTo("25000");
        assertThat(guest.check("cat /sys/class/net/eth0/duplex")).isEqualTo("full");
        assertThat(guest.check("ls -d /sys/class/net/eth0/queues/rx-* | wc -l")).isEqualTo("2");
        awaitGuest("grep -q 1 /sys/class/net/eth0/carrier");

        bus.setLink("port", false);
        awaitGuest("grep -q 0 /sys/class/net/eth0/carrier");
        bus.setLink("port", true);
        awaitGuest("grep -q 1 /sys/class/net/eth0/carrier");

        assertThat(bus.detach("port", PATIENT)).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        assertThat(guest.run("test -e /sys/class/net/eth0").succeeded()).isFalse();
    }

    @Test
    @RequiresPeer(Peer.TESTPMD)
    void plugsAPortWhoseLinkIsDown() throws Exception {
        Path port = servePort("port", 1);
        bus.attach(HostDevice.port("port", port, MAC, 1).withLinkUp(false), LONG);
        awaitGuest("test -e /sys/class/net/eth0");
        guest.check("ip link set eth0 up");
        awaitGuest("grep -q 0 /sys/class/net/eth0/carrier");
    }

    /** The back end is ours: a testpmd that QEMU connects to while it starts may end at once. */
    @Test
    void takesALinkDownAgainThatABackEndsReturnBroughtUp() {
        HostDevice port;
        try (Ipu first = Ipu.open("soft:" + directory)) {
            port = HostDevice.port("port", socketOf(first), MAC, 1).withLinkUp(false);
            bus.attach(port, LONG);
            awaitGuest("test -e /sys/class/net/eth0");
            guest.check("ip link set eth0 up");
            awaitGuest("grep -q 0 /sys/class/net/eth0/carrier");
        }
        await().atMost(LONG).until(() -> state("port") == State.DISCONNECTED);
        Ipu second = Ipu.open("soft:" + directory);
        backEnds.add(second);
        assertThat(socketOf(second)).isEqualTo(port.socket());
        await().atMost(LONG).until(() -> state("port") == State.ATTACHED);
        bus.attach(port, LONG);
        awaitGuest("grep -q 0 /sys/class/net/eth0/carrier");
        bus.setLink("port", true);
        awaitGuest("grep -q 1 /sys/class/net/eth0/carrier");
    }

    private static Path socketOf(Ipu ipu) {
        return ipu.ports().plug("web0", p -> p.mac(MAC)).info().socket().orElseThrow();
    }

    @Test
    void doesNothingForADeviceThatIsThereAsAsked() throws Exception {
        StorageDaemon disk = serveDisk("disk", 1);
        HostDevice device = HostDevice.disk("disk", disk.socket(), 1).withBootOrder(7);
        bus.attach(device, LONG);
        ObservedDevice before = observed("disk");
        bus.attach(device, LONG);
        assertThat(bus.observe()).containsOnlyKeys("disk").containsValue(before);
        assertThat(bus.info().freeSlots()).isEqualTo(3);
    }

    @Test
    void tellsFieldByFieldHowADeviceThatIsThereDiffers() throws Exception {
        StorageDaemon disk = serveDisk("disk", 1);
        bus.attach(HostDevice.disk("disk", disk.socket(), 1), LONG);
        Path other = directory.resolve("other.sock");
        assertThatExceptionOfType(AlreadyExistsException.class)
                .isThrownBy(() -> bus.attach(HostDevice.disk("disk", other, 2).withBootOrder(1), LONG))
                .satisfies(e -> assertThat(e.differences())
                        .extracting(FieldDifference::field)
                        .containsExactlyInAnyOrder("num-queues", "bootindex", "socket"));
    }

    @Test
    void leavesNothingBehindWhenNobodyListensOnTheSocket() {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> bus.attach(
                        HostDevice.port("port", directory.resolve("nobody.sock"), MAC, 1), Duration.ofSeconds(1)))
                .withMessageContaining("nobody.sock");
        assertThat(bus.observe()).isEmpty();
        assertThat(guest.check("echo alive")).isEqualTo("alive");
    }

    @Test
    void clearsAwayWhatACutOffAttachLeft() throws Exception {
        bus.close();
        try (QmpClient qmp = QmpClient.open(guest.qmpSocket())) {
            assertThat(qmp.awaitConnected(LONG)).isTrue();
            qmp.execute("chardev-add", QmpArguments.chardev("ipdk-chr.disk", directory.resolve("old.sock")), LONG);
        }
        bus = QemuBus.open(guest.qmpSocket());
        assertThat(state("disk")).isEqualTo(State.PARTIAL);
        StorageDaemon disk = serveDisk("disk", 1);
        bus.attach(HostDevice.disk("disk", disk.socket(), 1), LONG);
        assertThat(state("disk")).isEqualTo(State.ATTACHED);
    }

    @Test
    void findsAfterARestartOfTheApplicationWhatIsPlugged() throws Exception {
        StorageDaemon disk = serveDisk("disk", 1);
        HostDevice device = HostDevice.disk("disk", disk.socket(), 1);
        bus.attach(device, LONG);
        bus.close();
        bus = QemuBus.open(guest.qmpSocket());
        assertThat(state("disk")).isEqualTo(State.ATTACHED);
        bus.attach(device, LONG);
        assertThat(bus.detach("disk", PATIENT)).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
    }

    @Test
    void seesABackEndGoAndComeBack() throws Exception {
        try (StorageDaemon first = ServedImages.serve(directory, "disk", 1)) {
            bus.attach(HostDevice.disk("disk", first.socket(), 1), LONG);
            // With nothing under way, since this back end forgets what was when it ends.
            awaitGuest("dd if=/dev/vda of=/dev/null bs=64k count=1");
        }
        await().atMost(LONG).until(() -> state("disk") == State.DISCONNECTED);
        serveDisk("disk", 1);
        await().atMost(LONG).until(() -> state("disk") == State.ATTACHED);
        guest.check("echo 3 >/proc/sys/vm/drop_caches; dd if=/dev/vda of=/dev/null bs=64k count=1");
    }

    @Test
    void plugsSeveralAtOnceIntoSlotsOfTheirOwn() throws Exception {
        List<CompletableFuture<Void>> plugs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HostDevice device =
                    HostDevice.disk("disk" + i, serveDisk("disk" + i, 1).socket(), 1);
            plugs.add(CompletableFuture.runAsync(() -> bus.attach(device, LONG)));
        }
        plugs.forEach(plug -> assertThat(plug).succeedsWithin(LONG));
        awaitGuest("test $(ls -d /sys/block/vd? | wc -l) = 4");
        assertThat(bus.info().freeSlots()).isZero();
        List<CompletableFuture<UnplugOutcome>> unplugs = new ArrayList<>();
        for (String id : bus.observe().keySet()) {
            unplugs.add(CompletableFuture.supplyAsync(() -> bus.detach(id, PATIENT)));
        }
        assertThat(unplugs)
                .allSatisfy(unplug -> assertThat(unplug).succeedsWithin(LONG).isEqualTo(UnplugOutcome.ACKNOWLEDGED));
    }

    @Test
    @RequiresPeer(Peer.TESTPMD)
    void takesAPortAwayBySurpriseAsFarAsQemuLetsIt() throws Exception {
        Path port = servePort("port", 1);
        bus.attach(HostDevice.port("port", port, MAC, 1), LONG);
        awaitGuest("test -e /sys/class/net/eth0");
        assertThat(bus.detach("port", UnplugMode.surprise())).isEqualTo(UnplugOutcome.SURPRISE);
        await().atMost(LONG).until(() -> bus.observe().isEmpty());
    }

    @Test
    void takesTheUnplugOfWhatIsNotThereForDone() {
        assertThat(bus.detach("nothing", PATIENT)).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        assertThat(bus.detach("nothing", UnplugMode.surprise())).isEqualTo(UnplugOutcome.SURPRISE);
    }

    @Test
    void namesAPortWhoseLinkCannotBeSet() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> bus.setLink("nothing", true))
                .withMessageContaining("nothing");
    }
}
