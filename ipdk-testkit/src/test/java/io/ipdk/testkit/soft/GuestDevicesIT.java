package io.ipdk.testkit.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.Ipu;
import io.ipdk.device.DevicePhase;
import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.error.CapacityException;
import io.ipdk.event.IpuEvent;
import io.ipdk.port.AdminState;
import io.ipdk.port.VirtualPort;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.testkit.contract.EventRecorder;
import io.ipdk.testkit.guest.Guest;
import io.ipdk.testkit.guest.GuestSpec;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The software IPU serves a running Linux guest. */
@RequiresPeer({Peer.QEMU, Peer.CLOUD_KERNEL, Peer.BUSYBOX})
class GuestDevicesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SLOTS = 3;

    @TempDir
    Path directory;

    private Guest guest;
    private Ipu ipu;

    @BeforeEach
    void boot() {
        guest = Guest.start(GuestSpec.of(g -> g.slots(SLOTS)));
        open();
    }

    @AfterEach
    void shutDown() {
        ipu.close();
        guest.close();
    }

    private void open() {
        ipu = Ipu.open("soft:" + directory.resolve("s") + "?bus=qemu&qmp=" + guest.qmpSocket());
    }

    private VirtualDisk plugDisk(long mebibytes) {
        VirtualDisk disk = ipu.disks()
                .plug(
                        "data",
                        d -> d.backend(DiskBackend.sparseFile(directory.resolve("data.raw")))
                                .serial("ipdk-data")
                                .size(DataSize.mib(mebibytes)));
        disk.awaitReady(PATIENCE);
        awaitInGuest("test -b /dev/vda");
        return disk;
    }

    private void awaitInGuest(String condition) {
        Awaitility.await(condition)
                .atMost(PATIENCE)
                .until(() -> guest.run(condition).exitCode() == 0);
    }

    private void unplug(VirtualDisk disk) {
        assertThat(disk.unplug(UnplugMode.graceful(PATIENCE))).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        awaitInGuest("! test -e /dev/vda");
    }

    @Test
    void aDiskIsPluggedFilledGrownUnpluggedAndPluggedAgainWithItsContent() {
        VirtualDisk disk = plugDisk(64);
        assertThat(guest.check("cat /sys/block/vda/serial")).contains("ipdk-data");
        guest.check("mke2fs -q /dev/vda && mkdir -p /mnt && mount -t ext4 /dev/vda /mnt");
        guest.check("dd if=/dev/urandom of=/mnt/file bs=64k count=64 && sync");
        String sum = guest.check("sha256sum /mnt/file");
        assertThat(disk.stats().flushes()).isPositive();
        assertThat(disk.stats().writeLatency().count()).isPositive();

        disk.update(d -> d.size(DataSize.mib(96)));
        awaitInGuest("test $(cat /sys/block/vda/size) = " + DataSize.mib(96).bytes() / 512);
        guest.check("umount /mnt");
        unplug(disk);
        assertThat(ipu.disks().list()).isEmpty();

        plugDisk(96);
        guest.check("mount -t ext4 /dev/vda /mnt");
        assertThat(guest.check("sha256sum /mnt/file")).isEqualTo(sum);
    }

    @Test
    void aPortIsSeenAsItsSpecSaysAndItsLinkFollowsTheAdminState() {
        VirtualPort port = ipu.ports()
                .plug("web0", p -> p.mac("52:54:00:aa:bb:01").mtu(1400).linkSpeed(Bandwidth.gbps(25)));
        port.awaitReady(PATIENCE);
        guest.check("ip link set eth0 up");

        assertThat(guest.check("cat /sys/class/net/eth0/address")).contains("52:54:00:aa:bb:01");
        assertThat(guest.check("cat /sys/class/net/eth0/speed")).contains("25000");
        assertThat(guest.check("cat /sys/class/net/eth0/mtu")).contains("1400");
        assertThat(port.info().features()).contains("VERSION_1", "MRG_RXBUF");
        assertThat(port.info().pciAddress())
                .hasValueSatisfying(pci ->
                        assertThat(guest.check("ls /sys/bus/pci/devices")).contains(pci.toString()));

        port.update(p -> p.adminState(AdminState.DOWN));
        awaitInGuest("test $(cat /sys/class/net/eth0/carrier) = 0");
        port.update(p -> p.adminState(AdminState.UP));
        awaitInGuest("test $(cat /sys/class/net/eth0/carrier) = 1");
    }

    @Test
    void aMacThatTheHostReadsOnlyOnceChangesByLeavingAndComingBack() {
        VirtualPort port = ipu.ports().plug("web0", p -> p.mac("52:54:00:aa:bb:01"));
        port.awaitReady(PATIENCE);

        VirtualPortSpec wanted = port.spec().with(p -> p.mac("52:54:00:aa:bb:02"));
        assertThat(ipu.ports().plan("web0", wanted).disruption())
                .singleElement()
                .asString()
                .contains("mac");
        port.update(wanted);
        port.awaitReady(PATIENCE);

        assertThat(guest.check("cat /sys/class/net/eth0/address")).contains("52:54:00:aa:bb:02");
    }

    @Test
    void noFreeSlotIsSaidBeforeAndWhenPlugging() {
        for (int i = 0; i < SLOTS; i++) {
            ipu.ports().plug("p" + i, VirtualPortSpec.defaults());
        }

        assertThat(ipu.capabilities().hosts()).singleElement().satisfies(host -> {
            assertThat(host.slots()).isEqualTo(SLOTS);
            assertThat(host.freeSlots()).isZero();
        });
        assertThat(ipu.ports().plan("more", VirtualPortSpec.defaults()).isFeasible())
                .isFalse();
        assertThatThrownBy(() -> ipu.ports().plug("more", VirtualPortSpec.defaults()))
                .isInstanceOf(CapacityException.class)
                .hasMessageContaining(String.valueOf(SLOTS));
        assertThat(ipu.ports().find("more")).isEmpty();
    }

    @Test
    void theApplicationComesBackAndTheGuestGoesOnWithItsDisk() {
        plugDisk(64);
        guest.check("mke2fs -q /dev/vda && mkdir -p /mnt && mount -t ext4 /dev/vda /mnt");
        guest.check("dd if=/dev/urandom of=/mnt/before bs=64k count=16 && sync");
        String sum = guest.check("sha256sum /mnt/before");

        ipu.close();
        guest.check(
                "(dd if=/dev/zero of=/mnt/during bs=64k count=16 && sync && echo done > /tmp/written) > /dev/null 2>&1 &");
        open();
        ipu.disks().get("data").awaitReady(PATIENCE);

        awaitInGuest("test -f /tmp/written");
        guest.check("umount /mnt && mount -t ext4 /dev/vda /mnt");
        assertThat(guest.check("sha256sum /mnt/before")).isEqualTo(sum);
        unmountAndUnplug();
    }

    private void unmountAndUnplug() {
        guest.check("umount /mnt");
        unplug(ipu.disks().get("data"));
    }

    @Test
    void aGuestThatIsResetInTheMiddleOfItsWorkFindsItsDevicesAgain() {
        VirtualDisk disk = plugDisk(64);
        guest.check("(dd if=/dev/zero of=/dev/vda bs=64k count=1024 > /dev/null 2>&1 &)");
        guest.reset();
        guest.awaitReady();
        disk.awaitReady(PATIENCE);

        awaitInGuest("test -b /dev/vda");
        guest.check("dd if=/dev/vda of=/dev/null bs=64k count=16");
        unplug(disk);
    }

    @Test
    void aHostThatDiesIsReportedAndTheDevicesWaitForIt() {
        VirtualDisk disk = plugDisk(64);
        EventRecorder recorder = EventRecorder.of(ipu.events());
        guest.kill();

        recorder.awaitUntil(IpuEvent.HostLost.class, PATIENCE);
        Awaitility.await().atMost(PATIENCE).until(() -> disk.status().phase() == DevicePhase.DISCONNECTED);
        assertThat(ipu.capabilities().hosts().get(0).reachable()).isFalse();
        assertThat(ipu.disks().list()).containsExactly(disk);
    }

    @Test
    void aGuestThatIgnoresAnUnplugKeepsTheDeviceAndAnApplicationStartedAgainFinishesIt() {
        VirtualDisk disk = plugDisk(64);
        VirtualPort port = ipu.ports().plug("web0", VirtualPortSpec.defaults());
        port.awaitReady(PATIENCE);
        guest.pause();

        assertThat(disk.unplug(UnplugMode.graceful(Duration.ofSeconds(2)))).isEqualTo(UnplugOutcome.TIMED_OUT);
        assertThat(ipu.disks().list()).containsExactly(disk);
        assertThat(ipu.ports().list()).containsExactly(port);
        ipu.close();
        open();
        guest.resume();

        ipu.disks()
                .find("data")
                .ifPresent(left ->
                        assertThat(left.unplug(UnplugMode.graceful(PATIENCE))).isEqualTo(UnplugOutcome.ACKNOWLEDGED));
        assertThat(ipu.disks().list()).isEmpty();
        awaitInGuest("! test -e /dev/vda");
        assertThat(ipu.ports().get("web0").awaitReady(PATIENCE).isReady()).isTrue();
    }
}
