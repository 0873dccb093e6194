package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.ActionProfileGroup;
import io.ipdk.p4runtime.entity.ActionSet;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.GroupMember;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.SizeSemantics;
import io.ipdk.p4runtime.entity.WeightedAction;
import io.ipdk.p4runtime.info.ActionProfileInfo;
import java.util.HashSet;
import java.util.Set;

/** Weights and sizes of groups and one-shot sets ("ActionProfile", "One Shot Action Selector Programming"). */
final class SelectorRules {
    private SelectorRules() {}

    static void check(ActionSet set, ActionProfileInfo profile, String entity) {
        long sum = 0;
        for (WeightedAction action : set.actions()) {
            sum += weight(action.weight(), profile, set.sizeSemantics(), entity);
        }
        size(sum, set.actions().size(), profile, set.sizeSemantics(), profile.maxGroupSize(), entity);
    }

    static void check(ActionProfileGroup group, ActionProfileInfo profile, String entity) {
        if (!profile.selector()) {
            throw new InvalidEntityException(
                    EntityRule.NOT_ALLOWED, entity, "group", group.groupId(), "none: the profile has no selector");
        }
        int most = profile.maxGroupSize();
        if (group.maxSize() < 0 || (most > 0 && group.maxSize() > most)) {
            throw new InvalidEntityException(
                    EntityRule.OUT_OF_RANGE,
                    entity,
                    "max size",
                    group.maxSize(),
                    most > 0 ? "0 to " + most : "0 or more");
        }
        long sum = 0;
        Set<Long> seen = new HashSet<>();
        for (GroupMember member : group.members()) {
            if (!seen.add(member.memberId())) {
                throw new InvalidEntityException(
                        EntityRule.DUPLICATE,
                        entity,
                        "member " + member.memberId(),
                        "there twice",
                        "once",
                        "give it more weight");
            }
            sum += weight(member.weight(), profile, SizeSemantics.DEFAULT, entity);
        }
        size(
                sum,
                group.members().size(),
                profile,
                SizeSemantics.DEFAULT,
                group.maxSize() > 0 ? group.maxSize() : most,
                entity);
    }

    private static int weight(int weight, ActionProfileInfo profile, SizeSemantics wanted, String entity) {
        boolean disallowed = profile.proto().getWeightsDisallowed();
        int heaviest = profile.proto().getSumOfMembers().getMaxMemberWeight();
        boolean tooHeavy = byMembers(profile, wanted) && heaviest > 0 && weight > heaviest;
        if (disallowed ? weight != 0 : weight < 1 || tooHeavy) {
            String allowed = disallowed
                    ? "0: the selector disallows weights"
                    : byMembers(profile, wanted) && heaviest > 0 ? "1 to " + heaviest : "1 or more";
            throw new InvalidEntityException(EntityRule.OUT_OF_RANGE, entity, "weight", weight, allowed);
        }
        return weight;
    }

    private static void size(
            long sum, int count, ActionProfileInfo profile, SizeSemantics wanted, int most, String entity) {
        boolean members = byMembers(profile, wanted);
        long size = members ? count : sum;
        if (most > 0 && size > most) {
            throw new InvalidEntityException(
                    EntityRule.OUT_OF_RANGE,
                    entity,
                    members ? "number of members" : "sum of weights",
                    size,
                    "at most " + most + " (" + profile.name() + ')');
        }
    }

    private static boolean byMembers(ActionProfileInfo profile, SizeSemantics wanted) {
        return wanted == SizeSemantics.SUM_OF_MEMBERS
                || (wanted == SizeSemantics.DEFAULT && profile.proto().hasSumOfMembers());
    }
}
