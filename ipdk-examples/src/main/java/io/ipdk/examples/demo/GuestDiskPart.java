package io.ipdk.examples.demo;

import static io.ipdk.unit.Iops.iops;

import io.ipdk.Ipu;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.DiskLimits;
import io.ipdk.disk.DiskStats;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.examples.console.DiskTables;
import io.ipdk.examples.console.Numbers;
import io.ipdk.examples.console.Screen;
import io.ipdk.examples.console.Waiting;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.Iops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A disk for a guest: formatted, filled, grown while it is mounted, unplugged, plugged again and found unchanged.
 *
 * <p>Confined to one thread (the demo's).
 */
final class GuestDiskPart {

    private static final Duration READY = Duration.ofMinutes(1);

    private final Ipu ipu;
    private final GuestSession guest;
    private final Screen screen;
    private final Waiting waiting;
    private final Checks checks;
    private final DemoSizes sizes;
    private final VirtualDiskSpec spec;
    private VirtualDisk disk;

    GuestDiskPart(Ipu ipu, GuestSession guest, Path image, Screen screen, Checks checks, DemoSizes sizes) {
        this.ipu = ipu;
        this.guest = guest;
        this.screen = screen;
        this.waiting = new Waiting(screen);
        this.checks = checks;
        this.sizes = sizes;
        screen.heading("A disk for " + guest.name());
        screen.progress("hot-plugging data0, a sparse image");
        DataSize size = DataSize.bytes(2 * sizes.data().bytes());
        spec = VirtualDiskSpec.of(
                d -> d.host(guest.name()).backend(DiskBackend.sparseFile(image)).size(size));
        disk = ipu.disks().plug("data0", spec);
    }

    VirtualDisk disk() {
        return disk;
    }

    void run() throws InterruptedException {
        String device = appear();
        show("data0 in " + guest.name());
        String sum = fill(device);
        grow(device);
        holdTheIops(device);
        comeAndGo(sum);
        screen.table("What the disk has served since it came back", DiskTables.statistics(List.of(disk)));
    }

    /** Waits for the guest to have the disk, and returns its device. */
    private String appear() throws InterruptedException {
        return waiting.during("the guest's driver sets the disk up", () -> {
            disk.awaitReady(READY);
            return guest.awaitOwner("data0", "/sys/block/vd*/serial");
        });
    }

    private void show(String title) {
        screen.table("Disk as asked for", DiskTables.specs(List.of(disk)));
        screen.table("Disk as observed", DiskTables.observed(List.of(disk)));
        screen.table(title, guest.view().disks());
        screen.table("/proc/partitions of " + guest.name(), guest.view().partitions());
    }

    private String fill(String device) throws InterruptedException {
        long mebibytes = sizes.data().bytes() >> 20;
        waiting.during(
                "formatting " + device + " and mounting it",
                () -> guest.run("mke2fs -F /dev/" + device + " >/dev/null && mkdir -p /mnt && mount -t ext2 /dev/"
                        + device + " /mnt"));
        waiting.during(
                "filling it with " + mebibytes + " MiB of random data",
                () -> guest.run("dd if=/dev/urandom of=/mnt/data bs=1M count=" + mebibytes + " 2>/dev/null && sync"));
        String sum = guest.sha256("/mnt/data");
        checks.check(
                disk.stats().bytesWritten() >= sizes.data().bytes(),
                "the disk served "
                        + Numbers.size(DataSize.bytes(disk.stats().bytesWritten())) + " of writes and "
                        + disk.stats().flushes() + " flushes; SHA-256 " + sum);
        screen.table("Latencies", DiskTables.latencies(disk.stats()));
        return sum;
    }

    private void grow(String device) throws InterruptedException {
        DataSize grown = DataSize.bytes(2 * spec.size().bytes());
        disk.update(d -> d.size(grown));
        long sectors = grown.bytes() / 512;
        waiting.during(
                "growing it to " + grown + " while it is mounted",
                () -> guest.await("[ $(cat /sys/block/" + device + "/size) = " + sectors + " ] && echo grown"));
        checks.equal(
                "capacity the guest sees",
                sectors + "",
                guest.run("cat /sys/block/" + device + "/size").strip());
        screen.table("/proc/partitions of " + guest.name(), guest.view().partitions());
    }

    private void holdTheIops(String device) throws InterruptedException {
        LimitTable limits = new LimitTable(screen, checks, sizes);
        guest.run("(while dd if=/dev/" + device + " of=/dev/null bs=4k count=1000 iflag=direct; do :; done)"
                + " >/dev/null 2>&1 & echo $! >/tmp/dd.pid");
        for (Iops rate : List.of(iops(50), iops(200))) {
            screen.progress("data0's IOPS limit becomes " + rate + " while the guest reads");
            disk.update(d -> d.limits(DiskLimits.UNLIMITED.withTotalIops(LimitTable.limit(rate))));
            limits.add("reads of 4 KiB", disk.spec().limits().totalIops(), this::iopsServed);
        }
        screen.progress("data0's IOPS limit is lifted while the guest reads");
        disk.update(d -> d.limits(DiskLimits.UNLIMITED));
        limits.addUnlimitedIops("reads of 4 KiB", this::iopsServed);
        guest.run("kill $(cat /tmp/dd.pid); killall dd; true");
        limits.show("IOPS limit of data0, changed live");
    }

    private double iopsServed() throws InterruptedException {
        Thread.sleep(sizes.measurement().toMillis() / 2);
        DiskStats before = disk.stats();
        Thread.sleep(sizes.measurement().toMillis());
        return disk.stats().iops(before);
    }

    private void comeAndGo(String sum) throws InterruptedException {
        VirtualDiskSpec last = disk.spec();
        guest.run("umount /mnt");
        UnplugOutcome outcome = waiting.during("unplugging data0, with the guest's consent", () -> disk.unplug());
        checks.equal("data0 unplugged", UnplugOutcome.ACKNOWLEDGED, outcome);
        checks.equal(
                "disks left in the guest",
                "0",
                guest.run("ls -d /sys/block/vd* 2>/dev/null | wc -l").strip());
        screen.progress("plugging it again");
        disk = ipu.disks().plug("data0", last);
        String again = appear();
        guest.run("mount -t ext2 /dev/" + again + " /mnt");
        checks.equal("SHA-256 after it came back", sum, guest.sha256("/mnt/data"));
        guest.run("umount /mnt");
    }
}
