package io.ipdk.examples.demo;

import static io.ipdk.p4runtime.value.P4Value.ipv4;
import static io.ipdk.p4runtime.value.P4Value.mac;

import io.ipdk.Ipu;
import io.ipdk.examples.console.Numbers;
import io.ipdk.examples.console.Table;
import io.ipdk.examples.edge.AclTable;
import io.ipdk.examples.edge.ArpReplyAction;
import io.ipdk.examples.edge.ArpResponderTable;
import io.ipdk.examples.edge.DenyAction;
import io.ipdk.examples.edge.ForwardAction;
import io.ipdk.examples.edge.NeighborsTable;
import io.ipdk.examples.edge.PortInCounter;
import io.ipdk.examples.edge.PortOutCounter;
import io.ipdk.examples.edge.RoutesTable;
import io.ipdk.examples.edge.ToNextHopAction;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.CounterData;
import io.ipdk.p4runtime.entity.CounterEntry;
import io.ipdk.p4runtime.entity.DirectCounterEntry;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.p4runtime.read.ReadCursor;
import io.ipdk.pipeline.PipelineInfo;
import io.ipdk.pipeline.PipelinePort;
import io.ipdk.pipeline.PipelineStats;
import io.ipdk.port.VirtualPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The controller of the demo: makes the IPU's pipeline a router with an access list, and a port the way into a subnet.
 *
 * <p>Subnet N is 10.N.0.0/16; the router is 10.N.0.1 in it, with the MAC address 02:ee:00:00:00:0N.
 *
 * <p>Confined to one thread (the demo's).
 */
final class EdgeRouter implements AutoCloseable {

    private static final int ACL_PRIORITY = 100;

    private final Ipu ipu;
    private final P4RuntimeClient controller;

    private EdgeRouter(Ipu ipu, P4RuntimeClient controller) {
        this.ipu = ipu;
        this.controller = controller;
    }

    /** Connects to the IPU's pipeline and pushes the program. */
    static EdgeRouter push(Ipu ipu) {
        P4RuntimeClient controller =
                P4RuntimeClient.connect(ipu.pipeline().endpoint().target(), c -> c.electionId(1));
        try {
            controller.pipeline().verifyAndCommit(program());
        } catch (RuntimeException e) {
            controller.close();
            throw e;
        }
        return new EdgeRouter(ipu, controller);
    }

    private static P4Program program() {
        return P4Program.of(P4Info.parse(resource("edge_gateway.p4info.txtpb")), resource("edge_gateway.json"));
    }

    private static byte[] resource(String name) {
        try (InputStream stream = EdgeRouter.class.getResourceAsStream("/p4/edge_gateway/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a subnet behind a port: the router answers for its own address there, and sends all others to the port's host. */
    void subnet(int number, VirtualPort port) {
        String routerMac = routerMac(number);
        controller.insert(
                ArpResponderTable.entry()
                        .address(ipv4("10." + number + ".0.1"))
                        .action(ArpReplyAction.call().mac(mac(routerMac)))
                        .build(),
                NeighborsTable.entry()
                        .nextHop(number)
                        .action(ForwardAction.call()
                                .port(ipu.pipeline().portNumber(port.name()))
                                .src(mac(routerMac))
                                .dst(mac(port.info().mac().toString())))
                        .build(),
                RoutesTable.entry()
                        .dst("10." + number + ".0.0/16")
                        .action(ToNextHopAction.call().nextHop(number))
                        .build());
    }

    static String routerMac(int subnet) {
        return "02:ee:00:00:00:0" + subnet;
    }

    /** Cuts one subnet off another. */
    void deny(int from, int to) {
        controller.insert(rule(from, to));
    }

    /** Lets them talk again. */
    void allow(int from, int to) {
        controller.delete(rule(from, to));
    }

    /** How many packets a denial has dropped. */
    long denied(int from, int to) {
        try (ReadCursor<DirectCounterEntry> read = controller.read(DirectCounterEntry.of(rule(from, to)))) {
            for (DirectCounterEntry entry : read) {
                return packets(entry.data());
            }
        }
        return 0;
    }

    private static TableEntry rule(int from, int to) {
        return AclTable.entry()
                .src("10." + from + ".0.0/16")
                .dst("10." + to + ".0.0/16")
                .priority(ACL_PRIORITY)
                .action(DenyAction.call())
                .build();
    }

    /** What runs, and where controllers reach it. */
    Table pipeline() {
        PipelineInfo info = ipu.pipeline().info();
        return new Table("program", "architecture", "mode", "version", "P4Runtime")
                .row(
                        info.program(),
                        info.architecture(),
                        info.mode(),
                        info.version(),
                        ipu.pipeline().endpoint().address().orElse("in process"));
    }

    /** Ports, numbers, and the program's own counters of each. */
    Table ports() {
        Table table = new Table("port", "number", "state", "packets in", "packets out");
        for (PipelinePort port : ipu.pipeline().ports()) {
            table.row(
                    port.port(),
                    port.number(),
                    port.up() ? "up" : "down",
                    Numbers.count(counted(PortInCounter.at(port.number()))),
                    Numbers.count(counted(PortOutCounter.at(port.number()))));
        }
        return table;
    }

    private long counted(CounterEntry cell) {
        try (ReadCursor<CounterEntry> read = controller.read(cell)) {
            for (CounterEntry entry : read) {
                return packets(entry.data());
            }
        }
        return 0;
    }

    private static long packets(@Nullable CounterData data) {
        return data == null ? 0 : data.packets();
    }

    /** All entries that were written. */
    Table entries() {
        Table table = new Table("table", "entry");
        for (TableEntry filter :
                List.of(ArpResponderTable.all(), AclTable.all(), RoutesTable.all(), NeighborsTable.all())) {
            try (ReadCursor<TableEntry> read = controller.read(filter)) {
                for (TableEntry entry : read) {
                    table.row(entry.table(), entry);
                }
            }
        }
        return table;
    }

    /** What passed between ports, program and controller. */
    Table traffic() {
        PipelineStats stats = ipu.pipeline().stats();
        return new Table("from ports", "to ports", "to the controller", "drops")
                .row(
                        Numbers.count(stats.packetsFromPorts()),
                        Numbers.count(stats.packetsToPorts()),
                        Numbers.count(stats.packetsToController()),
                        stats.drops());
    }

    @Override
    public void close() {
        controller.close();
    }
}
