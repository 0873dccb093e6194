package io.ipdk.testkit.p4target;

import static io.ipdk.p4runtime.value.P4Value.mac;
import static io.ipdk.testkit.p4target.SamplePrograms.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.CloneSession;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.Replica;
import io.ipdk.p4runtime.entity.TableEntry;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Multicast groups, clone sessions and backup replicas. */
class CopiesOnTargetTest {
    private static final String ALL = "ff:ff:ff:ff:ff:ff";

    @Nested
    class Multicast {
        @RegisterExtension
        static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("l2_switch"));

        private static final TableEntry FLOOD = TableEntry.in("dmac")
                .exact("meta.vid", 1)
                .exact("hdr.eth.dst", mac(ALL))
                .action("flood", a -> a.set("group", 9));
        private static final MulticastGroup GROUP =
                MulticastGroup.of(9).replica(1, 1).replica(2, 1).replica(3, 1);

        private static final byte[] FRAME = Frames.ethernet(ALL, Frames.HOST);

        @Test
        void groupsCopyPackets(P4TestTarget target, P4RuntimeClient client) {
            client.insert(FLOOD);
            assertThat(target.inject(1, FRAME).ports()).as("no such group").isEmpty();

            client.insert(GROUP);
            assertThat(target.inject(1, FRAME).ports())
                    .as("the program does not send copies back")
                    .containsExactlyInAnyOrder(2, 3);

            client.modify(MulticastGroup.of(9).replica(3, 1).replica(4, 1));
            assertThat(target.inject(1, FRAME).ports()).containsExactlyInAnyOrder(3, 4);

            client.delete(GROUP);
            assertThat(target.inject(1, FRAME).ports()).isEmpty();
        }

        @Test
        void groupsAreReadAsTheyWereWritten(P4RuntimeClient client) {
            MulticastGroup noted = GROUP.metadata(SamplePrograms.bytes("flood"));
            MulticastGroup other = MulticastGroup.of(10).replica(1, 7).replica(1, 8);
            client.insert(noted, other);

            assertThat(read(client, MulticastGroup.all())).containsExactlyInAnyOrder(noted, other);
            assertThat(read(client, MulticastGroup.of(10))).containsExactly(other);
            assertThat(read(client, MulticastGroup.of(11))).isEmpty();
            assertThatThrownBy(() -> client.insert(noted)).hasMessageContaining("ALREADY_EXISTS");
            assertThatThrownBy(() -> client.delete(MulticastGroup.of(11))).hasMessageContaining("NOT_FOUND");
        }

        @Test
        void aBackupTakesThePlaceOfAReplicaWhosePortIsDown(P4TestTarget target, P4RuntimeClient client) {
            MulticastGroup backed = MulticastGroup.of(9)
                    .replica(Replica.to(2, 1).backup(5, 2).backup(6, 3))
                    .replica(3, 1);
            client.insert(FLOOD, backed);
            assertThat(read(client, MulticastGroup.all())).containsExactly(backed);
            assertThat(target.inject(1, FRAME).ports()).containsExactlyInAnyOrder(2, 3);

            target.setPort(2, false);
            assertThat(target.inject(1, FRAME).ports()).containsExactlyInAnyOrder(5, 3);
            target.setPort(5, false);
            assertThat(target.inject(1, FRAME).ports()).containsExactlyInAnyOrder(6, 3);
            target.setPort(6, false);
            assertThat(target.inject(1, FRAME).ports())
                    .as("with all of them down the port itself loses the copy")
                    .containsExactlyInAnyOrder(2, 3);
            target.setPort(5, true);
            assertThat(target.inject(1, FRAME).ports()).containsExactlyInAnyOrder(5, 3);
            target.setPort(2, true);
            assertThat(target.inject(1, FRAME).ports()).containsExactlyInAnyOrder(2, 3);
        }

        @Test
        void aBackupHasItsOwnInstance(P4TestTarget target, P4RuntimeClient client) {
            client.insert(FLOOD, MulticastGroup.of(9).replica(Replica.to(2, 1).backup(1, 0)));
            target.setPort(2, false);

            assertThat(target.inject(1, FRAME).ports())
                    .as("the program sends back copies of instance 0 alone")
                    .containsExactly(1);
        }
    }

    @Nested
    class Clones {
        @RegisterExtension
        static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("acl_meter"));

        private static final byte[] FRAME = Frames.udp("10.1.0.1", "10.9.0.1", 5_000, 80);

        @Test
        void sessionsClonePackets(P4TestTarget target, P4RuntimeClient client) {
            mirrorAll(client);
            assertThat(target.inject(1, FRAME).ports()).as("no such session").containsExactly(9);

            client.insert(CloneSession.of(5).replica(7, 1));
            PacketOutcome outcome = target.inject(1, FRAME);
            assertThat(outcome.ports()).containsExactlyInAnyOrder(9, 7);
            assertThat(outcome.sent())
                    .filteredOn(packet -> packet.port() == 7)
                    .allMatch(packet -> Frames.destination(packet).equals("00:00:00:00:00:2a"))
                    .allMatch(packet -> packet.bytes().size() == FRAME.length);

            client.modify(CloneSession.of(5).replica(7, 1).replica(8, 2).truncatedTo(20));
            assertThat(target.inject(1, FRAME).sent())
                    .filteredOn(packet -> packet.port() != 9)
                    .hasSize(2)
                    .allMatch(packet -> packet.bytes().size() == 20);

            client.delete(CloneSession.of(5));
            assertThat(target.inject(1, FRAME).ports()).containsExactly(9);
        }

        @Test
        void sessionsAreReadAsTheyWereWritten(P4RuntimeClient client) {
            CloneSession session =
                    CloneSession.of(5).replica(7, 1).classOfService(3).truncatedTo(64);
            client.insert(session, CloneSession.of(6).replica(8));

            assertThat(read(client, CloneSession.all())).hasSize(2).contains(session);
            assertThat(read(client, CloneSession.of(5))).containsExactly(session);
            assertThatThrownBy(() -> client.insert(session)).hasMessageContaining("ALREADY_EXISTS");
        }

        private static void mirrorAll(P4RuntimeClient client) {
            client.insert(
                    TableEntry.in("fwd").exact("dst", "10.9.0.1").action("forward", a -> a.set("port", 9)),
                    TableEntry.in("acl")
                            .ternary("dst", "10.9.0.1")
                            .priority(1)
                            .action("mirror", a -> a.set("rule", 0x2a)));
        }
    }
}
