package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.util.List;
import org.p4.config.v1.ActionProfile;
import org.p4.v1.Entity;

/** Members and groups of action profiles. */
final class ProfileChecks {
    private ProfileChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("Group Programming")
                .check(83, "member and group ids are number spaces of their own", bench -> {
                    bench.load("l3_router");
                    requireMembers(bench);
                    bench.accept(bench.insert(Texts.member(5, 1)));
                    bench.accept(bench.insert(Texts.group(5, Texts.inGroup(5, 1))));
                    bench.accept(
                            bench.insert(Texts.route(1, "action_profile_member_id: 5")),
                            bench.insert(Texts.route(2, "action_profile_group_id: 5")));
                    assertThat(bench.read("action_profile_member { action_profile_id: @ecmp member_id: 5 }"))
                            .hasSize(1);
                    assertThat(bench.read("action_profile_group { action_profile_id: @ecmp group_id: 5 }"))
                            .hasSize(1);
                })
                .section("Member Programming")
                .check(84, "the DELETE of a member or group in use is FAILED_PRECONDITION", bench -> {
                    bench.load("l3_router");
                    requireMembers(bench);
                    bench.accept(bench.insert(Texts.member(1, 1)), bench.insert(Texts.member(2, 2)));
                    bench.accept(bench.insert(Texts.group(1, Texts.inGroup(1, 1))));
                    bench.accept(
                            bench.insert(Texts.route(1, "action_profile_group_id: 1")),
                            bench.insert(Texts.route(2, "action_profile_member_id: 2")));
                    bench.refuse(bench.delete(Texts.member(1, 1)), Code.FAILED_PRECONDITION);
                    bench.refuse(bench.delete(Texts.member(2, 1)), Code.FAILED_PRECONDITION);
                    bench.refuse(bench.delete(Texts.group(1, "")), Code.FAILED_PRECONDITION);
                    bench.accept(bench.delete(Texts.route(1, "")), bench.delete(Texts.route(2, "")));
                    bench.accept(bench.delete(Texts.group(1, "")));
                    bench.accept(bench.delete(Texts.member(1, 1)), bench.delete(Texts.member(2, 1)));
                    bench.refuse(bench.delete(Texts.member(1, 1)), Code.NOT_FOUND);
                })
                .section("Group Programming")
                .check(85, "missing members are NOT_FOUND; max_size is bounded and never changes", bench -> {
                    bench.load(ActionChecks.selector(profile -> profile.setMaxGroupSize(4)
                            .setSumOfWeights(ActionProfile.SumOfWeights.getDefaultInstance())));
                    requireMembers(bench);
                    bench.accept(bench.insert(Texts.member(1, 1)), bench.insert(Texts.member(2, 1)));
                    bench.refuse(bench.insert(Texts.group(1, "max_size: 4 " + Texts.inGroup(9, 1))), Code.NOT_FOUND);
                    bench.refuse(bench.insert(Texts.group(1, "max_size: 5")), Code.INVALID_ARGUMENT);
                    bench.refuse(bench.insert(Texts.group(1, "")), Code.INVALID_ARGUMENT);
                    bench.refuse(
                            bench.insert(Texts.group(1, "max_size: 4 " + Texts.inGroup(1, 1) + Texts.inGroup(1, 2))),
                            Code.INVALID_ARGUMENT,
                            Code.ALREADY_EXISTS);
                    bench.accept(bench.insert(Texts.group(1, "max_size: 3 " + Texts.inGroup(1, 2))));
                    bench.refuse(
                            bench.modify(Texts.group(1, "max_size: 4 " + Texts.inGroup(1, 1))), Code.INVALID_ARGUMENT);
                    bench.refuse(
                            bench.modify(Texts.group(1, "max_size: 3 " + Texts.inGroup(1, 2) + Texts.inGroup(2, 2))),
                            Code.RESOURCE_EXHAUSTED,
                            Code.INVALID_ARGUMENT);
                    for (int i = 3; i <= 2_000; i++) {
                        WriteOutcome outcome = bench.write(bench.insert(Texts.member(i, 1)));
                        if (outcome.code() != Code.OK) {
                            assertThat(outcome.first()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                            assertThat(i)
                                    .as("members that a profile of 128 took")
                                    .isGreaterThan(128);
                            return;
                        }
                    }
                })
                .check(86, "a MODIFY replaces a group's members; a member needs an action", bench -> {
                    bench.load("l3_router");
                    requireMembers(bench);
                    bench.accept(
                            bench.insert(Texts.member(1, 1)),
                            bench.insert(Texts.member(2, 2)),
                            bench.insert(Texts.member(3, 3)));
                    bench.accept(bench.insert(Texts.group(1, Texts.inGroup(1, 1) + Texts.inGroup(2, 1))));
                    bench.accept(bench.modify(Texts.group(1, Texts.inGroup(3, 2))));
                    Entity group = bench.readOne("action_profile_group { action_profile_id: @ecmp group_id: 1 }");
                    assertThat(group.getActionProfileGroup().getMembersList()).hasSize(1);
                    assertThat(group.getActionProfileGroup().getMembers(0).getMemberId())
                            .isEqualTo(3);
                    bench.accept(bench.delete(Texts.member(1, 1)));
                    bench.refuse(
                            bench.insert("action_profile_member { action_profile_id: @ecmp member_id: 9 }"),
                            Code.INVALID_ARGUMENT);
                    bench.refuse(
                            bench.modify("action_profile_member { action_profile_id: @ecmp member_id: 3 }"),
                            Code.INVALID_ARGUMENT);
                    bench.accept(bench.modify(Texts.member(3, 7)));
                })
                .checks();
    }

    /** Members and groups are optional: one-shots are not. */
    static void requireMembers(Bench bench) {
        WriteOutcome outcome = bench.write(bench.insert(Texts.member(4_711, 1)));
        if (outcome.first() == Code.UNIMPLEMENTED) {
            throw UndecidedException.unsupported("members and groups are optional");
        }
        assertThat(outcome.code()).isEqualTo(Code.OK);
        bench.accept(bench.delete(Texts.member(4_711, 1)));
    }
}
