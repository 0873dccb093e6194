package io.ipdk.testkit.spdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.Ipu;
import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.nativeaccess.spdk.SpdkClient;
import io.ipdk.nativeaccess.spdk.lvol.LvolStoreSpec;
import io.ipdk.testkit.guest.Guest;
import io.ipdk.testkit.guest.GuestSpec;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.ipdk.unit.DataSize;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running guest uses a disk that comes to it past this process. */
@RequiresPeer({Peer.QEMU, Peer.CLOUD_KERNEL, Peer.BUSYBOX, Peer.QEMU_STORAGE_DAEMON})
class SpdkGuestIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void aGuestWritesToAVolumeAndGivesItBack() throws IOException {
        Path image = directory.resolve("base.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(64 << 20);
        }
        try (Guest guest = Guest.start(GuestSpec.of(g -> g.slots(1)));
                SpdkDouble spdk =
                        SpdkDouble.start(directory, SpdkDoubleOptions.recorded().withDisks());
                SpdkClient client = SpdkClient.open(spdk.rpcSocket());
                Ipu ipu = Ipu.open("soft:" + directory.resolve("s") + "?bus=qemu&qmp=" + guest.qmpSocket())) {
            client.files().createAio("base", image, 512);
            client.lvolStores().create(LvolStoreSpec.of("base", "lvs0").withClusterSize(DataSize.mib(1)));
            VirtualDisk disk = ipu.disks()
                    .plug(
                            "data",
                            d -> d.backedBy(DiskBackend.spdk(spdk.rpcSocket()).lvol("lvs0", "v"))
                                    .size(DataSize.mib(16)));
            disk.awaitReady(PATIENCE);
            Awaitility.await("the guest sees the disk")
                    .atMost(PATIENCE)
                    .until(() -> guest.run("test -b /dev/vda").exitCode() == 0);

            assertThat(guest.check("cat /sys/block/vda/size").strip()).isEqualTo("32768");
            guest.check("echo kept by SPDK > /tmp/text && dd if=/tmp/text of=/dev/vda conv=fsync");
            assertThat(guest.check("head -c 12 /dev/vda")).startsWith("kept by SPDK");
            assertThat(disk.info().driverReady()).isTrue();
            assertThat(disk.unplug(UnplugMode.graceful(PATIENCE))).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
            assertThat(client.vhost().list()).isEmpty();
            assertThat(client.lvols().find("lvs0", "v")).isPresent();
        }
    }
}
