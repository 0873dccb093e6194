package io.ipdk.testkit.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.Ipu;
import io.ipdk.device.DevicePhase;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.event.IpuEvent;
import io.ipdk.port.VirtualPort;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.testkit.contract.EventRecorder;
import io.ipdk.testkit.guest.Guest;
import io.ipdk.testkit.guest.GuestSpec;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.ipdk.unit.DataSize;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** QEMU is killed in the middle of its guest's I/O, and another one takes its place. */
@RequiresPeer({Peer.QEMU, Peer.CLOUD_KERNEL, Peer.BUSYBOX})
class HostComesBackIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private static void awaitIn(Guest guest, String condition) {
        await(condition).atMost(PATIENCE).until(() -> guest.run(condition).succeeded());
    }

    @Test
    void theDevicesAreReportedLostKeepTheirContentAndComeBackByThemselves() {
        Path monitor = directory.resolve("monitor.sock");
        GuestSpec spec = GuestSpec.of(g -> g.qemuOptions("-qmp", "unix:" + monitor + ",server=on,wait=off"));
        try (Ipu ipu = Ipu.open("soft:" + directory.resolve("s") + "?bus=qemu&qmp=" + monitor)) {
            EventRecorder recorder = EventRecorder.of(ipu.events());
            VirtualDisk disk;
            VirtualPort port;
            String sum;
            try (Guest first = Guest.start(spec)) {
                await().atMost(PATIENCE)
                        .until(() -> ipu.capabilities().hosts().get(0).reachable());
                disk = ipu.disks()
                        .plug(
                                "data",
                                d -> d.backend(DiskBackend.sparseFile(directory.resolve("data.raw")))
                                        .size(DataSize.mib(64)));
                port = ipu.ports().plug("web0", VirtualPortSpec.defaults());
                disk.awaitReady(PATIENCE);
                port.awaitReady(PATIENCE);
                awaitIn(first, "test -b /dev/vda");
                first.check("dd if=/dev/urandom of=/dev/vda bs=64k count=64 conv=fsync");
                sum = first.check("dd if=/dev/vda bs=64k count=64 status=none | sha256sum");
                first.check("(while true; do dd if=/dev/zero of=/dev/vda bs=64k seek=512 count=256; done"
                        + " > /dev/null 2>&1 &)");
                long before = disk.stats().bytesWritten();
                await().atMost(PATIENCE).until(() -> disk.stats().bytesWritten() > before);
                first.kill();

                recorder.awaitUntil(IpuEvent.HostLost.class, PATIENCE);
                await().atMost(PATIENCE).until(() -> disk.status().phase() == DevicePhase.DISCONNECTED);
                await().atMost(PATIENCE).until(() -> port.status().phase() == DevicePhase.DISCONNECTED);
            }
            try (Guest second = Guest.start(spec)) {
                recorder.awaitUntil(IpuEvent.HostFound.class, PATIENCE);
                assertThat(disk.awaitReady(PATIENCE).isReady()).isTrue();
                assertThat(port.awaitReady(PATIENCE).isReady()).isTrue();
                awaitIn(second, "test -b /dev/vda && test -e /sys/class/net/eth0");
                assertThat(second.check("dd if=/dev/vda bs=64k count=64 status=none | sha256sum"))
                        .isEqualTo(sum);
            }
        }
    }
}
