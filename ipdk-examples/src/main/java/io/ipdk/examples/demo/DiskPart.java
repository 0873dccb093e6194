package io.ipdk.examples.demo;

import static io.ipdk.unit.Iops.iops;

import io.ipdk.Ipu;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.DiskLimits;
import io.ipdk.disk.DiskStats;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.examples.console.DiskTables;
import io.ipdk.examples.console.Numbers;
import io.ipdk.examples.console.Screen;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.Iops;
import io.ipdk.virtio.block.driver.VirtioBlockDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A disk of the embedded host: written, verified, limited, grown.
 *
 * <p>Confined to one thread (the demo's).
 */
final class DiskPart implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(10);
    private static final long SEED = 20_260_401;

    private final Screen screen;
    private final Checks checks;
    private final DemoSizes sizes;
    private final Path image;
    private final DataSize capacity;
    private final VirtualDisk disk;
    private final DiskTraffic traffic;
    private final VirtioBlockDriver driver;
    private boolean closed;

    DiskPart(Ipu ipu, Path image, Screen screen, Checks checks, DemoSizes sizes) {
        this.screen = screen;
        this.checks = checks;
        this.sizes = sizes;
        this.image = image;
        this.capacity = DataSize.bytes(2 * sizes.data().bytes());
        disk = ipu.disks()
                .plug("data0", d -> d.backend(DiskBackend.sparseFile(image)).size(capacity));
        driver = EmbeddedHost.drive(disk);
        traffic = new DiskTraffic(driver);
    }

    VirtualDisk disk() {
        return disk;
    }

    void run() throws InterruptedException {
        screen.heading("A disk in a sparse image");
        disk.awaitReady(READY);
        screen.table("Disk as asked for", DiskTables.specs(List.of(disk)));
        screen.table("Disk as observed", DiskTables.observed(List.of(disk)));
        checks.equal("capacity the driver reads", capacity, DataSize.bytes(driver.size()));
        checks.equal("serial number the driver reads", "data0", driver.id());
        writeAndVerify();
        holdTheIops();
        screen.table("Latencies, waiting for the limits included", DiskTables.latencies(disk.stats()));
        grow();
        screen.table("What the disk has served", DiskTables.statistics(List.of(disk)));
    }

    private void writeAndVerify() {
        screen.progress("writing " + sizes.data() + " and flushing");
        DiskTraffic.Result written = traffic.write(SEED, sizes.data());
        screen.progress("reading it back");
        DiskTraffic.Result read = traffic.read(sizes.data());
        checks.equal("SHA-256 of what was read", written.checksum(), read.checksum());
        checks.equal("SHA-256 of the image file", written.checksum(), DiskTraffic.checksumOfFile(image, sizes.data()));
        screen.text("written at " + rate(written) + ", read at " + rate(read));
    }

    private String rate(DiskTraffic.Result result) {
        double bytesPerSecond = sizes.data().bytes() / (result.took().toNanos() / 1e9);
        return Numbers.size(DataSize.bytes(Math.round(bytesPerSecond))) + "/s";
    }

    private void holdTheIops() throws InterruptedException {
        LimitTable limits = new LimitTable(screen, checks, sizes);
        for (Iops rate : List.of(iops(1_000), iops(5_000))) {
            screen.progress("data0's IOPS limit becomes " + rate + " while the host reads");
            disk.update(d -> d.limits(DiskLimits.UNLIMITED.withTotalIops(LimitTable.limit(rate))));
            limits.add("reads of 4 KiB", disk.spec().limits().totalIops(), this::iopsServed);
        }
        screen.progress("data0's IOPS limit is lifted while the host reads");
        disk.update(d -> d.limits(DiskLimits.UNLIMITED));
        limits.addUnlimitedIops("reads of 4 KiB", this::iopsServed);
        limits.show("IOPS limit of data0, changed live");
    }

    private double iopsServed() {
        traffic.randomReads(sizes.data(), sizes.measurement().dividedBy(5));
        DiskStats before = disk.stats();
        traffic.randomReads(sizes.data(), sizes.measurement());
        return disk.stats().iops(before);
    }

    private void grow() {
        DataSize grown = DataSize.bytes(2 * capacity.bytes());
        screen.progress("growing it to " + grown + " while it is in use");
        disk.update(d -> d.size(grown));
        checks.check(driver.awaitConfigChange(READY), "the driver was told of a change");
        checks.equal("capacity the driver reads now", grown, DataSize.bytes(driver.size()));
        checks.check(traffic.holdsAtTheEnd(grown), "what is written at the new end is read back");
    }

    /** The driver lets go. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            driver.close();
        }
    }
}
