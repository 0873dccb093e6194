package io.ipdk.p4target.control;

import io.ipdk.p4target.table.Edit;
import io.ipdk.p4target.table.PackedMap;
import io.ipdk.p4target.table.SelectorSet;
import io.ipdk.p4target.table.TableEntry;

/**
 * Who uses the members and groups of an action profile. Immutable once its batch has ended.
 *
 * @param members users by member
 * @param groups users by group
 * @param byId entries that name a member or a group
 * @param oneShots entries that bring their actions along
 */
record ProfileUse(PackedMap<Integer> members, PackedMap<Integer> groups, int byId, int oneShots) {
    static ProfileUse none() {
        return new ProfileUse(PackedMap.empty(1), PackedMap.empty(1), 0, 0);
    }

    boolean usesMember(int member) {
        return members.get(member) != null;
    }

    boolean usesGroup(int group) {
        return groups.get(group) != null;
    }

    /** With an entry more, or less. */
    ProfileUse withEntry(TableEntry entry, int more, Edit edit) {
        if (entry.member >= 0) {
            return new ProfileUse(count(members, entry.member, more, edit), groups, byId + more, oneShots);
        }
        if (entry.group >= 0) {
            return new ProfileUse(members, count(groups, entry.group, more, edit), byId + more, oneShots);
        }
        return new ProfileUse(members, groups, byId, oneShots + (entry.set == null ? 0 : more));
    }

    /** With a group's members more, or less. */
    ProfileUse withGroup(SelectorSet group, int more, Edit edit) {
        PackedMap<Integer> counted = members;
        for (SelectorSet.Choice choice : group.choices()) {
            counted = count(counted, choice.member(), more, edit);
        }
        return new ProfileUse(counted, groups, byId, oneShots);
    }

    private static PackedMap<Integer> count(PackedMap<Integer> counts, int id, int more, Edit edit) {
        long[] key = {id};
        Integer before = counts.get(key);
        int after = (before == null ? 0 : before) + more;
        return after == 0 ? counts.without(key, edit) : counts.with(key, after, edit);
    }
}
