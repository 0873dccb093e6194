package io.ipdk.examples.edge;

import static io.ipdk.p4runtime.value.P4Value.mac;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.PacketIn;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.testkit.p4target.P4TargetExtension;
import io.ipdk.testkit.p4target.P4TestTarget;
import io.ipdk.testkit.p4target.PacketOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demo's pipeline, packet by packet. */
class EdgeGatewayPacketsTest {
    /** UDP from 10.1.0.5 to port 2000 of 10.2.0.9. */
    private static final String ROUTED =
            "02ee0000000102aa0000000108004500002300010000401166b90a0100050a02000903e807d0000f22d87061796c6f6164";

    private static final Path COMPILED =
            Path.of(System.getProperty("ipdk.root", ".."), "ipdk-examples/src/main/resources/p4/edge_gateway");

    @RegisterExtension
    static final P4TargetExtension TARGET = P4TargetExtension.running(
            P4Program.load(COMPILED.resolve("edge_gateway.p4info.txtpb"), COMPILED.resolve("edge_gateway.json")));

    @Test
    void packetsAreRoutedToTheirNeighbor(P4TestTarget target, P4RuntimeClient client) {
        client.insert(
                TableEntry.in("routes").lpm("dst", "10.2.0.0/16").action("to_next_hop", a -> a.set("next_hop", 7)),
                TableEntry.in("neighbors")
                        .exact("next_hop", 7)
                        .action(
                                "forward",
                                a -> a.set("port", 2)
                                        .set("src", mac("02:ee:00:00:00:02"))
                                        .set("dst", mac("02:aa:00:00:00:02"))));

        PacketOutcome outcome = target.inject(1, ROUTED);

        assertThat(outcome.ports()).as(outcome.trace().text()).containsExactly(2);
        assertThat(outcome.sent().get(0).hex()).startsWith("02aa00000002" + "02ee00000002");
    }

    @Test
    void packetsWithoutARouteGoToTheController(P4TestTarget target, P4RuntimeClient client) {
        List<PacketIn> punted = new CopyOnWriteArrayList<>();
        client.packets().onPacket(punted::add);

        assertThat(target.inject(1, ROUTED).sent()).isEmpty();

        await().until(() -> punted.size() == 1);
        assertThat(punted.get(0).get("reason").asInt()).isOne();
    }
}
