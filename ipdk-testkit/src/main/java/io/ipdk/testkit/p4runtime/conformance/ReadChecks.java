package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.p4.v1.Entity;
import org.p4.v1.ReadRequest;
import org.p4.v1.Update;
import org.p4.v1.WriteRequest;

/** The Read call. */
final class ReadChecks {
    private ReadChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("Read RPC")
                .check(101, "a read needs no stream, election id or primaryship", bench -> {
                    bench.load("l2_switch");
                    bench.accept(bench.insert(Texts.dmac(1, 1)));
                    bench.primary().close();
                    assertThat(bench.read("table_entry { table_id: @dmac }")).hasSize(1);
                })
                .check(
                        102,
                        "an unknown device is NOT_FOUND, a read before a pipeline FAILED_PRECONDITION, no entity"
                                + " INVALID_ARGUMENT",
                        bench -> {
                            Code before = bench.read(
                                            ReadRequest.newBuilder()
                                                    .setDeviceId(bench.deviceId())
                                                    .addEntities(SampleProgram.load("l2_switch")
                                                            .entity("table_entry {}"))
                                                    .build(),
                                            new ArrayList<>())
                                    .code();
                            boolean fresh = !PipelineChecks.hasPipeline(bench);
                            bench.load("l2_switch");
                            assertThat(bench.read(
                                                    ReadRequest.newBuilder()
                                                            .setDeviceId(bench.deviceId() + 7_777)
                                                            .addEntities(bench.program()
                                                                    .entity("table_entry {}"))
                                                            .build(),
                                                    new ArrayList<>())
                                            .code())
                                    .isEqualTo(Code.NOT_FOUND);
                            bench.refuseRead("", Code.INVALID_ARGUMENT);
                            if (!fresh) {
                                throw UndecidedException.because("needs a server that was just started");
                            }
                            assertThat(before).isEqualTo(Code.FAILED_PRECONDITION);
                        })
                .section("Batch Processing")
                .check(
                        103,
                        "after an error in one request come the results of the others, then UNKNOWN with details",
                        bench -> {
                            bench.load("l2_switch");
                            bench.accept(bench.insert(Texts.dmac(1, 1)), bench.insert(Texts.smac(1, "")));
                            List<Entity> found = new ArrayList<>();
                            WriteOutcome outcome = bench.read(
                                    found,
                                    "table_entry { table_id: @dmac }",
                                    "table_entry { table_id: 12345 }",
                                    "table_entry { table_id: @smac }");
                            assertThat(found).hasSize(2);
                            assertThat(outcome.code()).isEqualTo(Code.UNKNOWN);
                            assertThat(outcome.codes()).hasSize(3);
                            assertThat(outcome.codes().get(0)).isEqualTo(Code.OK);
                            assertThat(outcome.codes().get(1)).isIn(Code.INVALID_ARGUMENT, Code.NOT_FOUND);
                            assertThat(outcome.codes().get(2)).isEqualTo(Code.OK);
                        })
                .section("Wildcard Reads")
                .check(104, "table_id 0 reads all tables, constant ones too, and takes no other filter", bench -> {
                    bench.load("const_tables");
                    bench.accept(bench.insert(
                            "table_entry { table_id: @open_const_default match { field_id: 1 exact { value: '\\x01' } } action {"
                                    + " action { action_id: @open_only_entry } } }"));
                    int constants = bench.read("table_entry { table_id: @mix }").size()
                            + bench.read("table_entry { table_id: @lpm_const }").size();
                    assertThat(constants).isPositive();
                    List<Entity> all = bench.read("table_entry {}");
                    assertThat(all)
                            .anyMatch(entity -> entity.getTableEntry().getTableId()
                                    == bench.program().id("open_const_default"))
                            .anyMatch(entity -> entity.getTableEntry().getTableId()
                                    == bench.program().id("mix"))
                            .hasSizeGreaterThan(constants);
                    bench.refuseRead("table_entry { priority: 1 }", Code.INVALID_ARGUMENT);
                })
                .check(105, "filters by match, priority, action, metadata and default combine", bench -> {
                    bench.load("acl_meter");
                    String tagged = Texts.acl(7, Texts.source(2), "@deny");
                    bench.accept(
                            bench.insert(Texts.acl(5, Texts.source(1), "@permit")),
                            bench.insert(Texts.acl(6, Texts.source(1), "@deny")),
                            bench.insert(tagged.substring(0, tagged.length() - 1) + " metadata: 'tag' }"),
                            bench.insert(Texts.acl(8, "", "@deny")));
                    assertThat(acl(bench, "")).hasSize(4);
                    assertThat(acl(bench, "priority: 6")).hasSize(1);
                    assertThat(acl(bench, "action { action { action_id: @deny } }"))
                            .hasSize(3);
                    assertThat(acl(bench, "action { action { action_id: @deny } } priority: 5"))
                            .isEmpty();
                    assertThat(acl(bench, "metadata: 'tag'")).hasSize(1);
                    assertThat(acl(bench, Texts.source(1) + " priority: 5")).hasSize(1);
                    assertThat(acl(bench, Texts.source(3) + " priority: 5")).isEmpty();
                    assertThat(acl(bench, "is_default_action: true")).hasSize(1);
                })
                .section("Parallelism of Read and Write Requests")
                .check(
                        106,
                        "a read sees all or nothing of a concurrent write, and all of an acknowledged one",
                        ReadChecks::isolation)
                .checks();
    }

    private static List<Entity> acl(Bench bench, String filter) {
        return bench.read("table_entry { table_id: @acl " + filter + " }");
    }

    private static void isolation(Bench bench) {
        bench.load("l2_switch");
        int entries = 100;
        Update[] inserts = new Update[entries];
        Update[] deletes = new Update[entries];
        for (int i = 0; i < entries; i++) {
            inserts[i] = bench.insert(Texts.dmac(i + 1, 1));
            deletes[i] = bench.delete(Texts.dmac(i + 1, 1));
        }
        WriteRequest insert = bench.request(inserts).build();
        WriteRequest delete = bench.request(deletes).build();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int round = 0; round < 20; round++) {
                assertThat(bench.write(insert).code()).isEqualTo(Code.OK);
                assertThat(bench.write(delete).code()).isEqualTo(Code.OK);
            }
        });
        while (!writer.isDone()) {
            assertThat(bench.read("table_entry { table_id: @dmac }").size()).isIn(0, entries);
        }
        writer.join();
        assertThat(bench.write(insert).code()).isEqualTo(Code.OK);
        assertThat(bench.read("table_entry { table_id: @dmac }")).hasSize(entries);
    }
}
