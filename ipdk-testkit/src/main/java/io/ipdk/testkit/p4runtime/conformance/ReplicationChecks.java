package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.util.List;
import org.p4.v1.Entity;
import org.p4.v1.MulticastGroupEntry;
import org.p4.v1.StreamMessageResponse.UpdateCase;

/** Multicast groups, clone sessions, and value sets. */
final class ReplicationChecks {
    private static final String VALUE_SET = "value_set_entry { value_set_id: @tag_ports %s }";
    private static final String MEMBER = "members { match { field_id: 1 exact { value: '\\x%02x' } } } ";

    private ReplicationChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("PacketReplicationEngineEntry")
                .check(87, "an id of 0 is INVALID_ARGUMENT in a write and means all in a read", bench -> {
                    bench.load("l2_switch");
                    bench.refuse(bench.insert(Texts.multicast(0, "")), Code.INVALID_ARGUMENT);
                    bench.refuse(bench.insert(Texts.session(0, "")), Code.INVALID_ARGUMENT);
                    bench.accept(
                            bench.insert(Texts.multicast(1, "replicas { egress_port: 1 instance: 1 }")),
                            bench.insert(Texts.multicast(2, "replicas { egress_port: 2 instance: 1 }")),
                            bench.insert(Texts.session(1, "replicas { egress_port: 2 instance: 1 }")));
                    assertThat(bench.read(Texts.multicast(0, ""))).hasSize(2);
                    assertThat(bench.read(Texts.session(0, ""))).hasSize(1);
                    assertThat(bench.read(Texts.multicast(2, ""))).hasSize(1);
                })
                .section("MulticastGroupEntry")
                .check(88, "a port and instance come once in a group", bench -> {
                    bench.load("l2_switch");
                    String one = "replicas { egress_port: 1 instance: 1 } ";
                    bench.refuse(bench.insert(Texts.multicast(1, one + one)), Code.INVALID_ARGUMENT);
                    bench.accept(bench.insert(Texts.multicast(1, one + "replicas { egress_port: 1 instance: 2 }")));
                })
                .check(89, "a backup replica has another port, and the order is kept", bench -> {
                    bench.load("l2_switch");
                    String backed = "replicas { port: '\\x01' instance: 1 %s }";
                    String backups =
                            "backup_replicas { port: '\\x03' instance: 1 } backup_replicas { port: '\\x02' instance: 1 }";
                    WriteOutcome outcome = bench.write(bench.insert(Texts.multicast(1, backed.formatted(backups))));
                    if (outcome.first() == Code.UNIMPLEMENTED) {
                        throw UndecidedException.unsupported("backup replicas are optional");
                    }
                    assertThat(outcome.code()).isEqualTo(Code.OK);
                    assertThat(group(bench).getReplicas(0).getBackupReplicasList())
                            .extracting(backup -> backup.getPort())
                            .containsExactly(Bench.hex("03"), Bench.hex("02"));
                    bench.refuse(
                            bench.insert(Texts.multicast(
                                    2, backed.formatted("backup_replicas { port: '\\x01' instance: 2 }"))),
                            Code.INVALID_ARGUMENT);
                })
                .section("CloneSessionEntry")
                .check(
                        90,
                        "an unknown multicast group drops the packet; packet_length and class of service are checked",
                        bench -> {
                            bench.load("l2_switch");
                            bench.accept(
                                    bench.insert(
                                            "table_entry { " + Texts.dmacKey(1)
                                                    + " action { action { action_id: @flood params { param_id: 1 value: '\\x63' } } } }"));
                            bench.inject("020000000001020000000002ffff");
                            bench.primary().expectNone(UpdateCase.PACKET);
                            bench.accept(
                                    bench.insert(
                                            Texts.session(
                                                    7,
                                                    "replicas { egress_port: 2 instance: 1 } packet_length_bytes: 64 class_of_service: 0")));
                            bench.refuse(
                                    bench.insert(Texts.session(
                                            8, "replicas { egress_port: 2 instance: 1 } class_of_service: 4000000000")),
                                    Code.INVALID_ARGUMENT);
                            Entity session = bench.readOne(Texts.session(7, ""));
                            assertThat(session.getPacketReplicationEngineEntry()
                                            .getCloneSessionEntry()
                                            .getPacketLengthBytes())
                                    .isEqualTo(64);
                        })
                .section("MulticastGroupEntry")
                .check(91, "integer and byte ports read back as written, and metadata too", bench -> {
                    bench.load("l2_switch");
                    bench.accept(
                            bench.insert(
                                    Texts.multicast(
                                            1,
                                            "replicas { egress_port: 1 instance: 1 } replicas { port: '\\x02' instance: 1 } metadata: 'who'")));
                    MulticastGroupEntry group = group(bench);
                    assertThat(group.getMetadata().toStringUtf8()).isEqualTo("who");
                    assertThat(group.getReplicasList())
                            .extracting(replica -> replica.getPortKindCase().name())
                            .containsExactlyInAnyOrder("EGRESS_PORT", "PORT");
                })
                .section("ValueSetEntry")
                .check(92, "only MODIFY; repeated members are ALREADY_EXISTS, too many RESOURCE_EXHAUSTED", bench -> {
                    bench.load("parser_probe");
                    WriteOutcome outcome = bench.write(bench.modify(VALUE_SET.formatted(MEMBER.formatted(1))));
                    assertThat(outcome.code()).isEqualTo(Code.OK);
                    bench.refuse(bench.insert(VALUE_SET.formatted(MEMBER.formatted(2))), Code.INVALID_ARGUMENT);
                    bench.refuse(bench.delete(VALUE_SET.formatted("")), Code.INVALID_ARGUMENT);
                    bench.refuse(
                            bench.modify(VALUE_SET.formatted(MEMBER.formatted(2) + MEMBER.formatted(2))),
                            Code.ALREADY_EXISTS);
                    StringBuilder five = new StringBuilder();
                    for (int i = 1; i <= 5; i++) {
                        five.append(MEMBER.formatted(i));
                    }
                    bench.refuse(bench.modify(VALUE_SET.formatted(five)), Code.RESOURCE_EXHAUSTED);
                    assertThat(bench.readOne(VALUE_SET.formatted(""))
                                    .getValueSetEntry()
                                    .getMembersList())
                            .hasSize(1);
                    bench.accept(bench.modify(VALUE_SET.formatted("")));
                    assertThat(bench.readOne(VALUE_SET.formatted(""))
                                    .getValueSetEntry()
                                    .getMembersList())
                            .isEmpty();
                })
                .checks();
    }

    private static MulticastGroupEntry group(Bench bench) {
        return bench.readOne(Texts.multicast(1, ""))
                .getPacketReplicationEngineEntry()
                .getMulticastGroupEntry();
    }
}
