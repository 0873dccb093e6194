package io.ipdk.examples.console;

import io.ipdk.device.DeviceStatus;
import io.ipdk.disk.DiskInfo;
import io.ipdk.disk.DiskStats;
import io.ipdk.disk.LatencySummary;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.unit.DataSize;
import java.util.Collection;

/** Disks as tables. */
public final class DiskTables {

    private DiskTables() {}

    /** What was asked for. */
    public static Table specs(Collection<VirtualDisk> disks) {
        Table table = new Table("disk", "backend", "size", "block", "queues", "limits");
        for (VirtualDisk disk : disks) {
            VirtualDiskSpec spec = disk.spec();
            table.row(disk.name(), spec.backend(), spec.size(), spec.logicalBlockSize(), spec.queues(), spec.limits());
        }
        return table;
    }

    /** What is seen of the host. */
    public static Table observed(Collection<VirtualDisk> disks) {
        Table table = new Table(
                "disk", "serial", "phase", "desired/applied/observed", "capacity", "cache", "PCI", "features");
        for (VirtualDisk disk : disks) {
            DiskInfo info = disk.info();
            table.row(
                    disk.name(),
                    info.serial(),
                    disk.status().phase(),
                    versions(disk.status()),
                    info.capacity(),
                    info.writeBack() ? "write-back" : "write-through",
                    info.pciAddress().map(Object::toString).orElse("–"),
                    info.features().size());
        }
        return table;
    }

    /** What was served. */
    public static Table statistics(Collection<VirtualDisk> disks) {
        Table table =
                new Table("disk", "reads", "bytes", "writes", "bytes", "flushes", "discards", "throttled", "errors");
        for (VirtualDisk disk : disks) {
            DiskStats stats = disk.stats();
            table.row(
                    disk.name(),
                    Numbers.count(stats.reads()),
                    Numbers.size(DataSize.bytes(stats.bytesRead())),
                    Numbers.count(stats.writes()),
                    Numbers.size(DataSize.bytes(stats.bytesWritten())),
                    Numbers.count(stats.flushes()),
                    Numbers.count(stats.discards()),
                    Numbers.count(stats.throttled()),
                    Numbers.count(stats.errors()));
        }
        return table;
    }

    /** How long requests took. */
    public static Table latencies(DiskStats stats) {
        Table table = new Table("request", "count", "mean", "p50", "p90", "p99", "p99.9", "max");
        latency(table, "read", stats.readLatency());
        latency(table, "write", stats.writeLatency());
        latency(table, "flush", stats.flushLatency());
        return table;
    }

    private static void latency(Table table, String kind, LatencySummary latency) {
        if (latency.count() == 0) {
            table.row(kind, 0, "–", "–", "–", "–", "–", "–");
            return;
        }
        table.row(
                kind,
                Numbers.count(latency.count()),
                Numbers.time(latency.mean()),
                Numbers.time(latency.p50()),
                Numbers.time(latency.p90()),
                Numbers.time(latency.p99()),
                Numbers.time(latency.p999()),
                Numbers.time(latency.max()));
    }

    static String versions(DeviceStatus status) {
        return status.desired() + "/" + status.applied() + "/" + status.observed();
    }
}
