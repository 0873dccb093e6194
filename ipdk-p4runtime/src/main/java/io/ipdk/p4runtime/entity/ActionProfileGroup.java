package io.ipdk.p4runtime.entity;

import io.ipdk.p4runtime.value.P4Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group of members of an action selector.
 *
 * <p>Immutable.
 *
 * @param profile the selector's name
 * @param groupId the controller's number for it, 0 to 2³²-1; 0 in a read stands for all
 * @param members its members; the order does not matter to equality
 * @param maxSize the most it will ever hold; 0 for the selector's own limit
 */
public record ActionProfileGroup(String profile, long groupId, List<GroupMember> members, int maxSize)
        implements P4Entity {

    public ActionProfileGroup {
        members = List.copyOf(members);
    }

    /** A group without members. */
    public static ActionProfileGroup of(String profile, long groupId) {
        return new ActionProfileGroup(profile, groupId, List.of(), 0);
    }

    /** For a read: all groups of a selector. */
    public static ActionProfileGroup all(String profile) {
        return of(profile, 0);
    }

    /** For a read: all groups of all selectors. */
    public static ActionProfileGroup all() {
        return all(EVERY);
    }

    /** The group with one more member of weight 1. */
    public ActionProfileGroup member(long memberId) {
        return member(memberId, 1);
    }

    /** The group with one more member. */
    public ActionProfileGroup member(long memberId, int weight) {
        return member(new GroupMember(memberId, weight, null));
    }

    /** The group with one more member, which is left out while the port is down. */
    public ActionProfileGroup member(long memberId, int weight, P4Value watchPort) {
        return member(new GroupMember(memberId, weight, watchPort));
    }

    /** The group with one more member. */
    public ActionProfileGroup member(GroupMember member) {
        List<GroupMember> more = new ArrayList<>(members);
        more.add(member);
        return new ActionProfileGroup(profile, groupId, more, maxSize);
    }

    /** The group with another bound on its size. */
    public ActionProfileGroup maxSize(int size) {
        return new ActionProfileGroup(profile, groupId, members, size);
    }

    @Override
    public ActionProfileGroup key() {
        return of(profile, groupId);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof ActionProfileGroup that
                        && profile.equals(that.profile)
                        && groupId == that.groupId
                        && maxSize == that.maxSize
                        && Unordered.equal(members, that.members));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * profile.hashCode() + Long.hashCode(groupId)) + Unordered.hash(members);
    }
}
