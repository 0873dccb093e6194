package io.ipdk.examples.edge;

import static io.ipdk.p4runtime.value.P4Value.mac;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.p4runtime.codec.EntityCodec;
import io.ipdk.p4runtime.codec.PacketCodec;
import io.ipdk.p4runtime.entity.PacketOut;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.value.P4Value;
import io.ipdk.unit.MacAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.p4.v1.Update;

/** The demo's pipeline by the classes that the build writes for it: they say the same as names do. */
class EdgeGatewayTest {
    private final P4Info info = program();
    private final EntityCodec codec = EntityCodec.of(info);

    @Test
    void typedEntriesAreTheSameAsNamedOnes() {
        TableEntry typed = NeighborsTable.entry()
                .nextHop(7)
                .action(ForwardAction.call()
                        .port(3)
                        .src(MacAddress.of("02:00:00:00:00:01"))
                        .dst(mac("02:00:00:00:00:02")))
                .build();
        TableEntry named = TableEntry.in("neighbors")
                .exact("next_hop", 7)
                .action(
                        "forward",
                        a -> a.set("port", 3)
                                .set("src", mac("02:00:00:00:00:01"))
                                .set("dst", "02:00:00:00:00:02"));

        assertThat(codec.encode(Update.Type.INSERT, typed)).isEqualTo(codec.encode(Update.Type.INSERT, named));
    }

    @Test
    void whatIsReadIsTyped() {
        TableEntry read = (TableEntry) codec.normalize(AclTable.entry()
                .src("10.0.0.0/8")
                .dstPort(80, 443)
                .priority(5)
                .action(DenyAction.call())
                .build());

        AclTable entry = AclTable.of(read);
        assertThat(entry.src().orElseThrow().mask()).isEqualTo(P4Value.ipv4("255.0.0.0"));
        assertThat(entry.dstPort().orElseThrow().low().asInt()).isEqualTo(80);
        assertThat(entry.dst()).isEmpty();
        assertThat(entry.denyAction()).isPresent();
        assertThat(entry.permitAction()).isEmpty();
    }

    @Test
    void packetsOutCarryTheirFields() {
        PacketOut packet = PacketOutHeader.packet(new byte[64]).egressPort(4).build();

        assertThat(PacketCodec.of(info).encode(packet).getMetadataCount()).isEqualTo(2);
    }

    private static P4Info program() {
        try (InputStream stream =
                EdgeGatewayTest.class.getResourceAsStream("/p4/edge_gateway/edge_gateway.p4info.txtpb")) {
            return P4Info.parse(Objects.requireNonNull(stream).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
