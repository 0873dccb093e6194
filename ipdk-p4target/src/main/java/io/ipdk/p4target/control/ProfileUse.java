package io.ipdk.p4target.control;

import io.ipdk.p4target.table.Edit;
import io.ipdk.p4target.table.PackedMap;
import io.ipdk.p4target.table.SelectorSet;
import io.ipdk.p4target.table.TableEntry;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.ActionProfile;

/**
 * Who uses the members and groups of an action profile. Immutable once its batch has ended.
 *
 * @param members users by member
 * @param groups users by group
 * @param byId entries that name a member or a group
 * @param oneShots entries that bring their actions along
 * @param choices members of all groups and actions of all one-shots
 * @param weights the sum of their weights
 */
record ProfileUse(
        PackedMap<Integer> members, PackedMap<Integer> groups, int byId, int oneShots, long choices, long weights) {
    static ProfileUse none() {
        return new ProfileUse(PackedMap.empty(1), PackedMap.empty(1), 0, 0, 0, 0);
    }

    boolean usesMember(int member) {
        return members.get(member) != null;
    }

    boolean usesGroup(int group) {
        return groups.get(group) != null;
    }

    /** With an entry more, or less. */
    ProfileUse withEntry(TableEntry entry, int more, Edit edit) {
        if (entry.member != 0) {
            return new ProfileUse(
                    count(members, entry.member, more, edit), groups, byId + more, oneShots, choices, weights);
        }
        if (entry.group != 0) {
            return new ProfileUse(
                    members, count(groups, entry.group, more, edit), byId + more, oneShots, choices, weights);
        }
        return entry.set == null
                ? this
                : new ProfileUse(
                        members,
                        groups,
                        byId,
                        oneShots + more,
                        choices + (long) more * entry.set.choices().size(),
                        weights + more * entry.set.weights());
    }

    /** With a group more, or less. */
    ProfileUse withGroup(SelectorSet group, int more, Edit edit) {
        PackedMap<Integer> counted = members;
        for (SelectorSet.Choice choice : group.choices()) {
            counted = count(counted, choice.member(), more, edit);
        }
        return new ProfileUse(
                counted,
                groups,
                byId,
                oneShots,
                choices + (long) more * group.choices().size(),
                weights + more * group.weights());
    }

    /**
     * Refuses what is more than a selector holds.
     *
     * @param more what is to come
     * @param less what it replaces, or null
     * @throws RefusedException with RESOURCE_EXHAUSTED
     */
    void checkRoom(ActionProfile info, @Nullable SelectorSet more, @Nullable SelectorSet less) {
        boolean byMembers = info.hasSumOfMembers();
        long used = (byMembers ? choices : weights) + size(more, byMembers) - size(less, byMembers);
        if (info.getWithSelector() && info.getSize() > 0 && used > info.getSize()) {
            throw new RefusedException(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "selector '" + info.getPreamble().getName() + "' holds " + info.getSize() + ", not " + used);
        }
    }

    private static long size(@Nullable SelectorSet set, boolean byMembers) {
        return set == null ? 0 : byMembers ? set.choices().size() : set.weights();
    }

    private static PackedMap<Integer> count(PackedMap<Integer> counts, int id, int more, Edit edit) {
        long[] key = {id};
        Integer before = counts.get(key);
        int after = (before == null ? 0 : before) + more;
        return after == 0 ? counts.without(key, edit) : counts.with(key, after, edit);
    }
}
