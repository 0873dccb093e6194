package io.ipdk.examples;

import static io.ipdk.p4runtime.value.P4Value.ipv4;
import static io.ipdk.p4runtime.value.P4Value.mac;

import io.ipdk.examples.console.Screen;
import io.ipdk.examples.edge.AclTable;
import io.ipdk.examples.edge.ArpReplyAction;
import io.ipdk.examples.edge.ArpResponderTable;
import io.ipdk.examples.edge.DenyAction;
import io.ipdk.examples.edge.ForwardAction;
import io.ipdk.examples.edge.NeighborsTable;
import io.ipdk.examples.edge.PacketInHeader;
import io.ipdk.examples.edge.RoutesTable;
import io.ipdk.examples.edge.ToNextHopAction;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.p4runtime.read.ReadCursor;
import io.ipdk.p4target.PacketSink;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.device.P4Device;
import io.ipdk.p4target.server.P4RuntimeServer;
import io.ipdk.p4target.server.P4RuntimeServerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** From p4c's output to packets: a device in this JVM runs the edge gateway, and a controller fills its tables over P4Runtime. */
@Command(
        name = "EdgeGateway",
        mixinStandardHelpOptions = true,
        description = "Runs a P4 program in this JVM and controls it over P4Runtime.")
final class EdgeGateway implements Callable<Integer> {
    /** UDP from 10.1.0.5 on port 1 to 10.2.0.9. */
    private static final String ROUTED =
            "02ee0000000102aa0000000108004500002300010000401166b90a010005" + "0a02000903e807d0000f22d87061796c6f6164";

    /** UDP from 10.1.0.5 on port 1 to 192.0.2.1. */
    private static final String UNROUTED =
            "02ee0000000102aa00000001080045000023000100004011aec20a010005" + "c000020103e807d0000f6ae17061796c6f6164";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Screen screen;

    EdgeGateway(Screen screen) {
        this.screen = screen;
    }

    public static void main(String[] arguments) {
        Program.run(new EdgeGateway(Screen.standard()), arguments);
    }

    @Override
    public Integer call() throws Exception {
        P4Program program = program();
        PacketSink wire = (port, bytes, offset, length) ->
                screen.good("out of port " + port + ": " + HexFormat.of().formatHex(bytes, offset, offset + length));

        P4Device device = new P4Device(PipelineOptions.defaults(), TargetClock.system(), wire);
        try (P4RuntimeServer server = P4RuntimeServer.start(
                        P4RuntimeServerSpec.builder().device(1, device).port(0).build());
                P4RuntimeClient client = P4RuntimeClient.connect(server.address(), c -> c.electionId(1))) {
            client.pipeline().verifyAndCommit(program);
            client.insert(entries());

            show(client);

            CompletableFuture<PacketInHeader> punted = new CompletableFuture<>();
            client.packets().onPacket(packet -> punted.complete(PacketInHeader.of(packet)));
            device.inject(1, HexFormat.of().parseHex(ROUTED));
            device.inject(1, HexFormat.of().parseHex(UNROUTED));
            PacketInHeader header = punted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            screen.good("to the controller from port " + header.ingressPort() + ", reason " + header.reason());
        }
        return 0;
    }

    private static P4Entity[] entries() {
        return new P4Entity[] {
            ArpResponderTable.entry()
                    .address(ipv4("10.1.0.1"))
                    .action(ArpReplyAction.call().mac(mac("02:ee:00:00:00:01")))
                    .build(),
            RoutesTable.entry()
                    .dst("10.2.0.0/16")
                    .action(ToNextHopAction.call().nextHop(2))
                    .build(),
            NeighborsTable.entry()
                    .nextHop(2)
                    .action(ForwardAction.call()
                            .port(2)
                            .src(mac("02:ee:00:00:00:02"))
                            .dst(mac("02:aa:00:00:00:02")))
                    .build(),
            AclTable.entry()
                    .src("10.66.0.0/16")
                    .dstPort(22, 22)
                    .priority(10)
                    .action(DenyAction.call())
                    .build()
        };
    }

    private void show(P4RuntimeClient client) {
        try (ReadCursor<TableEntry> routes = client.read(RoutesTable.all())) {
            for (TableEntry entry : routes) {
                screen.progress("in the table: " + RoutesTable.of(entry));
            }
        }
    }

    private static P4Program program() throws IOException {
        return P4Program.of(P4Info.parse(resource("edge_gateway.p4info.txtpb")), resource("edge_gateway.json"));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = EdgeGateway.class.getResourceAsStream("/p4/edge_gateway/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }
}
