package io.ipdk.testkit.p4target;

import static io.ipdk.p4runtime.value.P4Value.mac;
import static io.ipdk.testkit.p4target.SamplePrograms.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.RegisterEntry;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.value.P4Data;
import io.ipdk.p4runtime.value.P4Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Registers, written by the controller and by packets: a NAT keeps its connections in them. */
class RegistersOnTargetTest {
    @RegisterExtension
    static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("nat_conntrack"));

    private static final String PUBLIC = "192.0.2.1";
    private static final int SLOT = 7;

    @Test
    void cellsAreWrittenAndRead(P4RuntimeClient client) {
        RegisterEntry address = RegisterEntry.at("slot_addr", SLOT).data(P4Data.of(P4Value.of(0x0a01_0005)));
        client.modify(address);

        assertThat(read(client, RegisterEntry.at("slot_addr", SLOT))).containsExactly(address);
        assertThat(read(client, RegisterEntry.at("slot_addr", SLOT + 1)))
                .containsExactly(RegisterEntry.at("slot_addr", SLOT + 1).data(0));
        assertThat(read(client, RegisterEntry.all("slot_addr"))).hasSize(256).contains(address);
        assertThat(read(client, RegisterEntry.all())).hasSize(4 * 256 + 1);
    }

    @Test
    void allCellsAreWrittenAtOnce(P4RuntimeClient client) {
        client.modify(RegisterEntry.all("slot_port").data(0xffff));

        assertThat(read(client, RegisterEntry.all("slot_port")))
                .hasSize(256)
                .allMatch(cell -> P4Data.of(0xffff).equals(cell.data()));
    }

    @Test
    void cellsThatAreNotThereAndValuesThatDoNotFitAreRefused(P4RuntimeClient client) {
        assertThatThrownBy(
                        () -> client.modify(RegisterEntry.at("slot_port", 256).data(1)))
                .hasMessageContaining("256");
        assertThatThrownBy(() -> client.modify(RegisterEntry.at("slot_port", 0).data(0x1_0000)))
                .hasMessageContaining("16 bits");
        assertThatThrownBy(() -> client.modify(RegisterEntry.at("slot_port", 0).data(P4Data.of(true))))
                .hasMessageContaining("slot_port");
    }

    @Test
    void packetsMeetWhatWasWrittenAndWriteWhatIsRead(P4TestTarget target, P4RuntimeClient client) {
        client.insert(
                TableEntry.in("public_addr").exact("addr", PUBLIC).action("is_public"),
                TableEntry.in("nexthop")
                        .lpm("dst", "10.0.0.0/8")
                        .action("forward", a -> a.set("out_port", 3).set("dmac", mac(Frames.HOST))));
        client.modify(
                RegisterEntry.at("slot_state", SLOT).data(17),
                RegisterEntry.at("slot_addr", SLOT).data(0x0a01_0005),
                RegisterEntry.at("slot_port", SLOT).data(5_353));

        PacketOutcome outcome = target.inject(1, Frames.udp("198.51.100.1", PUBLIC, 53, 40_000 + SLOT));

        assertThat(outcome.ports()).as(outcome.trace().text()).containsExactly(3);
        assertThat(Frames.ipv4(outcome.sent().get(0), 16, 4)).isEqualTo(0x0a01_0005);
        assertThat(Frames.ipv4(outcome.sent().get(0), 22, 2)).isEqualTo(5_353);
        assertThat(read(client, RegisterEntry.at("slot_packets", SLOT)))
                .containsExactly(RegisterEntry.at("slot_packets", SLOT).data(1));
    }
}
