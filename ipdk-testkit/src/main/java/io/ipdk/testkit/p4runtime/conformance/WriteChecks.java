package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.p4.v1.Entity;
import org.p4.v1.Update;
import org.p4.v1.WriteRequest;
import org.p4.v1.WriteRequest.Atomicity;

/** The Write call as such. */
final class WriteChecks {
    private WriteChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("Write RPC")
                .check(22, "checks come in order: device and role, then primary", bench -> {
                    bench.load("l2_switch");
                    WriteRequest good =
                            bench.request(bench.insert(Texts.dmac(1, 1))).build();
                    assertThat(bench.write(good.toBuilder()
                                            .setDeviceId(bench.deviceId() + 7_777)
                                            .clearElectionId()
                                            .build())
                                    .code())
                            .isEqualTo(Code.NOT_FOUND);
                    assertThat(bench.write(good.toBuilder()
                                            .setRole(bench.freshRole())
                                            .clearElectionId()
                                            .build())
                                    .code())
                            .isEqualTo(Code.NOT_FOUND);
                    assertThat(bench.write(good.toBuilder().clearElectionId().build())
                                    .code())
                            .isEqualTo(Code.PERMISSION_DENIED);
                    assertThat(bench.write(good.toBuilder()
                                            .setElectionId(Bench.plus(good.getElectionId(), 1))
                                            .build())
                                    .code())
                            .isEqualTo(Code.PERMISSION_DENIED);
                })
                .section("Error Reporting")
                .check(
                        23,
                        "a failed update makes the call UNKNOWN, with one p4.v1.Error per update, in order",
                        bench -> {
                            bench.load("l2_switch");
                            WriteOutcome outcome = bench.write(
                                    bench.delete(Texts.dmac(1, 1)),
                                    bench.insert(Texts.dmac(2, 1)),
                                    bench.insert("table_entry { table_id: @dmac }"));
                            assertThat(outcome.code()).isEqualTo(Code.UNKNOWN);
                            assertThat(outcome.codes()).containsExactly(Code.NOT_FOUND, Code.OK, Code.INVALID_ARGUMENT);
                        })
                .check(24, "a failure of the whole call carries no p4.v1.Error", bench -> {
                    bench.load("l2_switch");
                    WriteOutcome outcome = bench.write(bench.request(bench.insert(Texts.dmac(1, 1)))
                            .clearElectionId()
                            .build());
                    assertThat(outcome.code()).isEqualTo(Code.PERMISSION_DENIED);
                    assertThat(outcome.details()).isEmpty();
                })
                .section("Batch Atomicity")
                .check(25, "an atomicity that is not supported is UNIMPLEMENTED, and nothing is applied", bench -> {
                    bench.load("l2_switch");
                    for (Atomicity atomicity : List.of(Atomicity.ROLLBACK_ON_ERROR, Atomicity.DATAPLANE_ATOMIC)) {
                        WriteOutcome outcome =
                                atomic(bench, atomicity, bench.insert(Texts.dmac(atomicity.getNumber(), 1)));
                        assertThat(outcome.code()).isIn(Code.OK, Code.UNIMPLEMENTED);
                        assertThat(bench.read("table_entry { " + Texts.dmacKey(atomicity.getNumber()) + " }"))
                                .hasSize(outcome.code() == Code.OK ? 1 : 0);
                    }
                })
                .check(26, "CONTINUE_ON_ERROR tries every update", bench -> {
                    bench.load("l2_switch");
                    WriteOutcome outcome = bench.write(
                            bench.insert("table_entry { table_id: @dmac }"),
                            bench.insert(Texts.dmac(1, 1)),
                            bench.delete(Texts.dmac(9, 1)),
                            bench.insert(Texts.dmac(2, 1)));
                    assertThat(outcome.codes())
                            .containsExactly(Code.INVALID_ARGUMENT, Code.OK, Code.NOT_FOUND, Code.OK);
                    assertThat(bench.read("table_entry { table_id: @dmac }")).hasSize(2);
                })
                .check(
                        27,
                        "ROLLBACK_ON_ERROR leaves everything as it was",
                        bench -> allOrNothing(bench, Atomicity.ROLLBACK_ON_ERROR))
                .check(
                        28,
                        "DATAPLANE_ATOMIC applies all or nothing",
                        bench -> allOrNothing(bench, Atomicity.DATAPLANE_ATOMIC))
                .section("Batching and Ordering of Updates")
                .check(29, "concurrent writes end as if one had come after the other", WriteChecks::serializable)
                .section("Write RPC")
                .check(30, "an object id of 0 in a write is an error", bench -> {
                    bench.load("l3_router");
                    bench.refuse(
                            bench.insert("table_entry { action { action { action_id: @route_drop } } }"),
                            Code.INVALID_ARGUMENT,
                            Code.NOT_FOUND);
                    bench.refuse(
                            bench.modify("counter_entry { index { index: 0 } data { packet_count: 1 } }"),
                            Code.INVALID_ARGUMENT,
                            Code.NOT_FOUND);
                    bench.refuse(
                            bench.insert("action_profile_member { action_profile_id: @ecmp " + Texts.nextHop(1) + " }"),
                            Code.INVALID_ARGUMENT);
                })
                .check(31, "an INSERT of an existing key is ALREADY_EXISTS, and the entry stays as it is", bench -> {
                    bench.load("l2_switch");
                    bench.accept(bench.insert(Texts.dmac(1, 1)));
                    Entity before = bench.readOne("table_entry { table_id: @dmac }");
                    bench.refuse(bench.insert(Texts.dmac(1, 2)), Code.ALREADY_EXISTS);
                    assertThat(bench.readOne("table_entry { table_id: @dmac }")).isEqualTo(before);
                })
                .check(32, "MODIFY and DELETE of a missing key are NOT_FOUND", bench -> {
                    bench.load("l2_switch");
                    bench.refuse(bench.modify(Texts.dmac(1, 1)), Code.NOT_FOUND);
                    bench.refuse(bench.delete(Texts.dmac(1, 1)), Code.NOT_FOUND);
                    bench.refuse(bench.delete(Texts.multicast(5, "")), Code.NOT_FOUND);
                })
                .check(33, "a full table is RESOURCE_EXHAUSTED", bench -> {
                    bench.load("l2_switch");
                    int most = 4_096;
                    for (int i = 0; i < most; i++) {
                        WriteOutcome outcome = bench.write(bench.insert(
                                "table_entry { table_id: @vlan_flood match { field_id: 1 exact { value: '\\x%02x\\x%02x' } } action { action { action_id: @drop } } }"
                                        .formatted(i >> 8, i & 0xff)));
                        if (outcome.code() != Code.OK) {
                            assertThat(outcome.first()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                            assertThat(i).as("entries that a table of 64 took").isGreaterThanOrEqualTo(64);
                            return;
                        }
                    }
                    throw UndecidedException.because("a table of 64 takes every key there is");
                })
                .check(34, "an entity outside of the role's scope is PERMISSION_DENIED", WriteChecks::outOfRole)
                .section("TableEntry")
                .check(35, "a DELETE looks at nothing but the key", bench -> {
                    bench.load("l2_switch");
                    bench.accept(bench.insert(Texts.dmac(1, 1)));
                    bench.accept(
                            bench.delete(
                                    "table_entry { " + Texts.dmacKey(1)
                                            + " action { action { action_id: 1234567 params { param_id: 99 value: '' } } } idle_timeout_ns: -5 }"));
                    assertThat(bench.read("table_entry { table_id: @dmac }")).isEmpty();
                })
                .section("Write RPC")
                .check(36, "an update without a type is INVALID_ARGUMENT", bench -> {
                    bench.load("l2_switch");
                    bench.refuse(
                            bench.insert(Texts.dmac(1, 1)).toBuilder()
                                    .clearType()
                                    .build(),
                            Code.INVALID_ARGUMENT);
                })
                .checks();
    }

    private static WriteOutcome atomic(Bench bench, Atomicity atomicity, Update... updates) {
        return bench.write(bench.request(updates).setAtomicity(atomicity).build());
    }

    private static void allOrNothing(Bench bench, Atomicity atomicity) {
        bench.load("l2_switch");
        bench.accept(bench.insert(Texts.dmac(1, 1)), bench.insert(Texts.dmac(2, 1)));
        List<Entity> before = bench.read("table_entry { table_id: @dmac }");
        WriteOutcome outcome = atomic(
                bench,
                atomicity,
                bench.insert(Texts.dmac(3, 1)),
                bench.modify(Texts.dmac(1, 3)),
                bench.delete(Texts.dmac(2, 1)),
                bench.insert(Texts.multicast(4, "replicas { egress_port: 1 instance: 1 }")),
                bench.delete(Texts.dmac(9, 1)));
        if (outcome.code() == Code.UNIMPLEMENTED) {
            throw UndecidedException.unsupported(atomicity + " is optional");
        }
        assertThat(outcome.code()).isEqualTo(Code.UNKNOWN);
        assertThat(outcome.codes()).hasSize(5).doesNotContain(Code.OK);
        assertThat(outcome.codes().get(4)).isEqualTo(Code.NOT_FOUND);
        assertThat(bench.read("table_entry { table_id: @dmac }")).containsExactlyInAnyOrderElementsOf(before);
        assertThat(bench.read(Texts.multicast(4, ""))).isEmpty();
        assertThat(atomic(bench, atomicity, bench.insert(Texts.dmac(3, 1)), bench.delete(Texts.dmac(2, 1)))
                        .code())
                .isEqualTo(Code.OK);
        assertThat(bench.read("table_entry { table_id: @dmac }")).hasSize(2);
    }

    private static void serializable(Bench bench) {
        bench.load("l2_switch");
        int entries = 50;
        List<CompletableFuture<WriteOutcome>> writers = new ArrayList<>();
        for (int port = 1; port <= 4; port++) {
            Update[] batch = new Update[entries];
            for (int i = 0; i < entries; i++) {
                batch[i] = bench.insert(Texts.dmac(i + 1, port));
            }
            WriteRequest request = bench.request(batch).build();
            writers.add(CompletableFuture.supplyAsync(() -> bench.write(request)));
        }
        long winners = writers.stream()
                .map(CompletableFuture::join)
                .filter(outcome -> outcome.code() == Code.OK)
                .count();
        assertThat(winners).as("batches that found every key free").isEqualTo(1);
        List<Entity> found = bench.read("table_entry { table_id: @dmac }");
        assertThat(found).hasSize(entries);
        assertThat(found.stream()
                        .map(entity -> entity.getTableEntry().getAction())
                        .distinct())
                .as("actions, all of one batch")
                .hasSize(1);
    }

    private static void outOfRole(Bench bench) {
        bench.load("l2_switch");
        String role = bench.freshRole();
        int allowed = bench.program().id("vlan_flood");
        com.google.protobuf.ByteString config = RoleConfigs.writes(allowed);
        Controller primary =
                bench.connect().arbitrate(bench.deviceId(), role, bench.freshId(), RoleConfigs.any(config));
        if (primary.arbitrationOrEnd() == null) {
            throw UndecidedException.because("the server reads role configurations of another kind");
        }
        WriteRequest request = bench.request(
                        bench.insert(Texts.dmac(1, 1)),
                        bench.insert(
                                "table_entry { table_id: @vlan_flood match { field_id: 1 exact { value: '\\x01' } } action { action { action_id: @drop } } }"))
                .setRole(role)
                .setElectionId(java.util.Objects.requireNonNull(primary.electionId()))
                .build();
        WriteOutcome outcome = bench.write(request);
        assertThat(outcome.code()).isEqualTo(Code.UNKNOWN);
        assertThat(outcome.codes()).containsExactly(Code.PERMISSION_DENIED, Code.OK);
    }
}
