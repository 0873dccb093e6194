package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.util.List;
import org.p4.config.v1.ActionProfile;
import org.p4.v1.Entity;
import org.p4.v1.TableEntry;

/** Actions of entries, and one-shots. */
final class ActionChecks {
    private static final String DMAC = "table_entry { %s action { action { %s } } }";

    private ActionChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("Action Specification")
                .check(53, "the kind of action must fit the table's implementation", bench -> {
                    bench.load("l2_switch");
                    bench.refuse(
                            bench.insert(
                                    "table_entry { " + Texts.dmacKey(1) + " action { action_profile_member_id: 1 } }"),
                            Code.INVALID_ARGUMENT);
                    bench.refuse(
                            bench.insert(
                                    "table_entry { " + Texts.dmacKey(1) + " action { action_profile_group_id: 1 } }"),
                            Code.INVALID_ARGUMENT);
                    bench.load("l3_router");
                    bench.refuse(bench.insert(Texts.route(1, Texts.nextHop(1))), Code.INVALID_ARGUMENT);
                    bench.load("const_tables");
                    bench.refuse(
                            bench.insert(
                                    "table_entry { table_id: @pick match { field_id: 1 exact { value: '\\x01' } } action {"
                                            + " action_profile_group_id: 1 } }"),
                            Code.INVALID_ARGUMENT);
                })
                .check(54, "a foreign action is INVALID_ARGUMENT, one out of its scope PERMISSION_DENIED", bench -> {
                    bench.load("l2_switch");
                    bench.refuse(
                            bench.insert(DMAC.formatted(Texts.dmacKey(1), "action_id: @nothing")),
                            Code.INVALID_ARGUMENT);
                    bench.load("const_tables");
                    String entry =
                            "table_entry { table_id: @open_const_default match { field_id: 1 exact { value: '\\x01' } }"
                                    + " action { action { action_id: @open_default params { param_id: 1 value: '\\x01' } } } }";
                    bench.refuse(bench.insert(entry), Code.PERMISSION_DENIED);
                    bench.load(SampleProgram.load("const_tables")
                            .with(info -> info.getTablesBuilderList().stream()
                                    .filter(table ->
                                            table.getPreamble().getAlias().equals("open_const_default"))
                                    .forEach(org.p4.config.v1.Table.Builder::clearConstDefaultActionId)));
                    bench.refuse(
                            bench.modify(
                                    "table_entry { table_id: @open_const_default is_default_action: true action { action {"
                                            + " action_id: @open_only_entry } } }"),
                            Code.PERMISSION_DENIED);
                })
                .check(55, "a missing, extra or repeated parameter is INVALID_ARGUMENT", bench -> {
                    bench.load("l2_switch");
                    String one = "params { param_id: 1 value: '\\x01' }";
                    for (String params : List.of(
                            "",
                            one + " params { param_id: 2 value: '\\x01' }",
                            one + " " + one,
                            "params { param_id: 2 value: '\\x01' }")) {
                        bench.refuse(
                                bench.insert(DMAC.formatted(Texts.dmacKey(1), "action_id: @forward " + params)),
                                Code.INVALID_ARGUMENT);
                    }
                })
                .check(
                        56,
                        "a MODIFY without action leaves the action; an INSERT without one is INVALID_ARGUMENT",
                        bench -> {
                            bench.load("l2_switch");
                            bench.refuse(
                                    bench.insert("table_entry { " + Texts.dmacKey(1) + " }"), Code.INVALID_ARGUMENT);
                            bench.accept(bench.insert(Texts.dmac(1, 3)));
                            TableEntry before = bench.readOne("table_entry { table_id: @dmac }")
                                    .getTableEntry();
                            bench.accept(bench.modify("table_entry { " + Texts.dmacKey(1) + " metadata: 'new' }"));
                            TableEntry after = bench.readOne("table_entry { table_id: @dmac }")
                                    .getTableEntry();
                            assertThat(after.getAction()).isEqualTo(before.getAction());
                            assertThat(after.getMetadata().toStringUtf8()).isEqualTo("new");
                        })
                .check(57, "an unknown member or group is NOT_FOUND", bench -> {
                    bench.load("l3_router");
                    ProfileChecks.requireMembers(bench);
                    bench.refuse(bench.insert(Texts.route(1, "action_profile_member_id: 99")), Code.NOT_FOUND);
                    bench.refuse(bench.insert(Texts.route(1, "action_profile_group_id: 99")), Code.NOT_FOUND);
                })
                .section("One Shot Action Selector Programming")
                .check(58, "one-shots are supported and read back as they were written", bench -> {
                    bench.load("l3_router");
                    String set = Texts.choice(1, 1, "") + Texts.choice(1, 1, "") + Texts.choice(2, 3, "");
                    bench.accept(bench.insert(Texts.route(1, Texts.oneShot(set))));
                    TableEntry entry =
                            bench.readOne("table_entry { table_id: @route_v4 }").getTableEntry();
                    assertThat(entry.getAction().getActionProfileActionSet())
                            .isEqualTo(bench.program()
                                    .entity(Texts.route(1, Texts.oneShot(set)))
                                    .getTableEntry()
                                    .getAction()
                                    .getActionProfileActionSet());
                    assertThat(bench.read("action_profile_member {}")).isEmpty();
                    assertThat(bench.read("action_profile_group {}")).isEmpty();
                })
                .check(
                        59,
                        "one-shots beside members or groups in one selector's tables are INVALID_ARGUMENT",
                        bench -> {
                            bench.load("l3_router");
                            ProfileChecks.requireMembers(bench);
                            bench.accept(bench.insert(Texts.member(1, 1)));
                            bench.accept(bench.insert(Texts.route(1, "action_profile_member_id: 1")));
                            bench.refuse(
                                    bench.insert(Texts.route(2, Texts.oneShot(Texts.choice(1, 1, "")))),
                                    Code.INVALID_ARGUMENT);
                            bench.accept(bench.delete(Texts.route(1, "")));
                            bench.accept(bench.insert(Texts.route(2, Texts.oneShot(Texts.choice(1, 1, "")))));
                            bench.refuse(
                                    bench.insert(Texts.route(1, "action_profile_member_id: 1")), Code.INVALID_ARGUMENT);
                        })
                .check(60, "a weight of 0 is INVALID_ARGUMENT, or the only one where weights are disallowed", bench -> {
                    bench.load("l3_router");
                    bench.refuse(
                            bench.insert(Texts.route(1, Texts.oneShot(Texts.choice(1, 0, "")))), Code.INVALID_ARGUMENT);
                    bench.refuse(
                            bench.insert(Texts.route(1, Texts.oneShot(Texts.choice(1, -1, "")))),
                            Code.INVALID_ARGUMENT);
                    bench.load(selector(profile -> profile.setWeightsDisallowed(true)));
                    bench.refuse(
                            bench.insert(Texts.route(1, Texts.oneShot(Texts.choice(1, 1, "")))), Code.INVALID_ARGUMENT);
                    bench.accept(bench.insert(Texts.route(1, Texts.oneShot(Texts.choice(1, 0, "")))));
                })
                .check(61, "a watch port is empty or an existing port", bench -> {
                    bench.load("l3_router");
                    String watched = Texts.route(1, Texts.oneShot(Texts.choice(1, 1, "watch_port: '%s'")));
                    WriteOutcome outcome = bench.write(bench.insert(watched.formatted("\\x01")));
                    if (outcome.first() == Code.UNIMPLEMENTED) {
                        throw UndecidedException.unsupported("ports cannot be watched");
                    }
                    assertThat(outcome.code()).isEqualTo(Code.OK);
                    Entity read = bench.readOne("table_entry { table_id: @route_v4 }");
                    assertThat(read.getTableEntry()
                                    .getAction()
                                    .getActionProfileActionSet()
                                    .getActionProfileActions(0)
                                    .getWatchPort())
                            .isEqualTo(Bench.hex("01"));
                    bench.refuse(bench.modify(watched.formatted("\\x7f\\xff\\xff\\x00")), Code.INVALID_ARGUMENT);
                    bench.accept(bench.modify(Texts.route(1, Texts.oneShot(Texts.choice(1, 1, "watch_port: ''")))));
                })
                .check(62, "sizes follow sum of weights or sum of members", bench -> {
                    bench.load(selector(profile -> profile.setMaxGroupSize(3)
                            .setSumOfWeights(ActionProfile.SumOfWeights.getDefaultInstance())));
                    bench.refuse(
                            bench.insert(
                                    Texts.route(1, Texts.oneShot(Texts.choice(1, 2, "") + Texts.choice(2, 2, "")))),
                            Code.INVALID_ARGUMENT);
                    bench.accept(bench.insert(
                            Texts.route(1, Texts.oneShot(Texts.choice(1, 2, "") + Texts.choice(2, 1, "")))));
                    bench.load(selector(profile -> profile.setMaxGroupSize(2)
                            .setSumOfMembers(
                                    ActionProfile.SumOfMembers.newBuilder().setMaxMemberWeight(10))));
                    bench.accept(bench.insert(
                            Texts.route(1, Texts.oneShot(Texts.choice(1, 9, "") + Texts.choice(2, 9, "")))));
                    bench.refuse(
                            bench.insert(Texts.route(2, Texts.oneShot(Texts.choice(1, 11, "")))),
                            Code.INVALID_ARGUMENT);
                    bench.refuse(
                            bench.insert(Texts.route(
                                    2,
                                    Texts.oneShot(
                                            Texts.choice(1, 1, "") + Texts.choice(2, 1, "") + Texts.choice(3, 1, "")))),
                            Code.INVALID_ARGUMENT);
                })
                .checks();
    }

    /** l3_router with another kind of selector. */
    static SampleProgram selector(java.util.function.Consumer<ActionProfile.Builder> change) {
        return SampleProgram.load("l3_router").with(info -> change.accept(info.getActionProfilesBuilder(0)));
    }
}
