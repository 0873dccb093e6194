package io.ipdk.examples.console;

import io.ipdk.port.PortInfo;
import io.ipdk.port.PortStats;
import io.ipdk.port.VirtualPort;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.unit.DataSize;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** Ports as tables. */
public final class PortTables {

    private PortTables() {}

    /** What was asked for. */
    public static Table specs(Collection<VirtualPort> ports) {
        Table table = new Table("port", "MTU", "queue pairs", "link speed", "rate limit", "admin", "anti-spoofing");
        for (VirtualPort port : ports) {
            VirtualPortSpec spec = port.spec();
            table.row(
                    port.name(),
                    spec.mtu(),
                    spec.queuePairs(),
                    spec.linkSpeed(),
                    spec.rateLimit(),
                    spec.adminState(),
                    spec.antiSpoofing() ? "on" : "off");
        }
        return table;
    }

    /** What is seen of the host. */
    public static Table observed(Collection<VirtualPort> ports) {
        Table table = new Table(
                "port", "MAC", "phase", "desired/applied/observed", "link", "active pairs", "PCI", "features");
        for (VirtualPort port : ports) {
            PortInfo info = port.info();
            table.row(
                    port.name(),
                    info.mac(),
                    port.status().phase(),
                    DiskTables.versions(port.status()),
                    info.linkUp() ? "up" : "down",
                    info.activeQueuePairs(),
                    info.pciAddress().map(Object::toString).orElse("–"),
                    info.features().size());
        }
        return table;
    }

    /** What was carried and what was dropped. */
    public static Table statistics(Collection<VirtualPort> ports) {
        Table table = new Table("port", "frames from host", "bytes", "frames to host", "bytes", "drops");
        for (VirtualPort port : ports) {
            PortStats stats = port.stats();
            table.row(
                    port.name(),
                    Numbers.count(stats.framesFromHost()),
                    Numbers.size(DataSize.bytes(stats.bytesFromHost())),
                    Numbers.count(stats.framesToHost()),
                    Numbers.size(DataSize.bytes(stats.bytesToHost())),
                    drops(stats));
        }
        return table;
    }

    private static String drops(PortStats stats) {
        return stats.drops().isEmpty()
                ? "none"
                : stats.drops().entrySet().stream()
                        .sorted(Comparator.comparing(Map.Entry::getKey))
                        .map(drop -> Numbers.count(drop.getValue()) + " " + drop.getKey())
                        .collect(Collectors.joining(", "));
    }
}
