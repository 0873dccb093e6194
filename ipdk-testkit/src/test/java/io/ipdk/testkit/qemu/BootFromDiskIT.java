package io.ipdk.testkit.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.softipu.bus.HostDevice;
import io.ipdk.softipu.qemu.QemuBus;
import io.ipdk.testkit.guest.BootDisk;
import io.ipdk.testkit.guest.Guest;
import io.ipdk.testkit.guest.GuestImage;
import io.ipdk.testkit.guest.GuestSpec;
import io.ipdk.testkit.guest.GuestSpec.Start;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.ipdk.testkit.storage.StorageDaemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresPeer({Peer.QEMU, Peer.CLOUD_KERNEL, Peer.BUSYBOX, Peer.QEMU_STORAGE_DAEMON})
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BootFromDiskIT {

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void bootsTheGuestFromADiskThatWasPluggedBeforeItStarted() throws Exception {
        Path image = directory.resolve("disk.img");
        BootDisk.write(GuestImage.build(directory), image);
        int mebibytes = (int) (Files.size(image) >> 20);
        try (StorageDaemon disk = ServedImages.serve(directory, "disk", mebibytes);
                Guest guest = Guest.start(GuestSpec.of(g -> g.start(Start.PAUSED_WITHOUT_KERNEL)));
                QemuBus bus = QemuBus.open(guest.qmpSocket())) {
            bus.attach(HostDevice.disk("boot", disk.socket(), 1).withBootOrder(1), LONG);
            guest.resume();
            guest.awaitReady();
            assertThat(guest.check("cat /sys/block/vda/size")).isEqualTo(Integer.toString(mebibytes * 2048));
            assertThat(guest.check("dd if=/dev/vda bs=510 skip=1 count=1 2>/dev/null | head -c 2 | xxd -p"))
                    .isEqualTo("55aa");
        }
    }
}
