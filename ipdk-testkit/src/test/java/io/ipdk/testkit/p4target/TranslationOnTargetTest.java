package io.ipdk.testkit.p4target;

import static io.ipdk.p4runtime.value.P4Value.mac;
import static io.ipdk.testkit.p4target.SamplePrograms.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.constraint.ConstraintViolationException;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.PacketIn;
import io.ipdk.p4runtime.entity.PacketOut;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.value.P4Value;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.ValueTranslation;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ports and VRFs that controller and device call by different names, and constraints of a program on its entries. */
class TranslationOnTargetTest {
    private static final int UPLINK = 3;

    @RegisterExtension
    static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("tunnel_p4runtime_types"))
            .with(PipelineOptions.defaults()
                    .withTranslation(
                            "corpus.example/port_id",
                            ValueTranslation.of(Map.of("eth1", BigInteger.ONE, "uplink", BigInteger.valueOf(UPLINK))))
                    .withTranslation(
                            "corpus.example/vrf_id", ValueTranslation.of(Map.of("70000", BigInteger.valueOf(5)))));

    private static final TableEntry VRF_OF_PORT =
            TableEntry.in("port_vrf").exact("port", "eth1").action("set_vrf", a -> a.set("vrf", 70_000));
    private static final ActionProfileMember RELAY = ActionProfileMember.of("nexthops", 1)
            .action("relay", a -> a.set("port", "uplink").set("id", 0xbeef));
    private static final TableEntry TUNNEL = TableEntry.in("tunnel")
            .exact("vrf", 70_000)
            .ternary("id", P4Value.of(0x1000), P4Value.of(0xff000))
            .priority(1)
            .member(1);

    private final List<PacketIn> packets = new CopyOnWriteArrayList<>();

    @BeforeEach
    void relay(P4RuntimeClient client) {
        client.insert(VRF_OF_PORT, RELAY, TUNNEL);
    }

    @Test
    void entriesHoldTheControllersValuesAndPacketsMeetTheDevices(P4TestTarget target, P4RuntimeClient client) {
        PacketOutcome outcome = target.inject(1, tunnelled(0x1234, 64));

        assertThat(outcome.ports()).as(outcome.trace().text()).containsExactly(UPLINK);
        assertThat(read(client, VRF_OF_PORT.key())).containsExactly(VRF_OF_PORT);
        assertThat(read(client, ActionProfileMember.all("nexthops"))).containsExactly(RELAY);
        assertThat(read(client, TUNNEL.key())).containsExactly(TUNNEL);
    }

    @Test
    void anUnknownNameIsRefusedByTheTarget(P4RuntimeClient client) {
        assertThatThrownBy(() -> client.insert(
                        TableEntry.in("port_vrf").exact("port", "eth9").action("drop")))
                .hasMessageContaining("eth9");
    }

    @Test
    void metadataOfPacketsAreTranslated(P4TestTarget target, P4RuntimeClient client) throws InterruptedException {
        client.packets().onPacket(packets::add);
        target.inject(1, tunnelled(0x1234, 1));
        await().until(() -> packets.size() == 1);
        assertThat(packets.get(0).get("ingress_port").asText()).isEqualTo("eth1");

        client.packets().send(PacketOut.of(tunnelled(1, 1)).set("egress_port", "uplink"));
        assertThat(target.awaitPacketOut().port()).isEqualTo(UPLINK);
    }

    @Test
    void aViolatedConstraintIsToldBeforeAnythingIsSent(P4TestTarget target, P4RuntimeClient client) {
        TableEntry everyTunnel =
                TableEntry.in("tunnel").exact("vrf", 70_000).priority(2).member(1);

        assertThatThrownBy(() -> client.insert(everyTunnel))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("id::mask != 0");
        assertThat(read(client, TableEntry.all("tunnel"))).containsExactly(TUNNEL);

        client.session().elect(io.ipdk.p4runtime.session.ElectionId.of(0));
        P4RuntimeClient careless = target.connect(c -> c.electionId(2).ignoreConstraints());
        careless.insert(everyTunnel);
        assertThat(read(careless, everyTunnel.key()))
                .as("this target leaves them to its clients")
                .hasSize(1);
    }

    @Test
    void constantEntriesOfTranslatedProgramsAreRead(P4RuntimeClient client) {
        assertThat(read(client, TableEntry.all("ttl_check"))).hasSize(2).allMatch(TableEntry::isConstant);
        assertThat(read(client, TableEntry.all("port_vrf"))).containsExactly(VRF_OF_PORT);
        client.insert(ActionProfileMember.of("nexthops", 2)
                .action("deliver", a -> a.set("port", "eth1").set("dmac", mac(Frames.HOST))));
        assertThat(read(client, ActionProfileMember.of("nexthops", 2))).hasSize(1);
    }

    private static byte[] tunnelled(int id, int ttl) {
        return ByteBuffer.wrap(Frames.ethernet(Frames.ROUTER, Frames.HOST))
                .putShort(12, (short) 0x9999)
                .putInt(14, id << Byte.SIZE | ttl)
                .array();
    }
}
