package io.ipdk.p4runtime.entity;

/**
 * What an entry does: call an action itself, name a member or a group of the table's action profile, or hold a set of actions
 * of its own (one shot).
 *
 * <p>Immutable.
 */
public sealed interface TableAction permits ActionCall, ActionSet, TableAction.Member, TableAction.Group {

    /** A member of the table's action profile. */
    record Member(long memberId) implements TableAction {
        @Override
        public String toString() {
            return "member " + memberId;
        }
    }

    /** A group of the table's action selector. */
    record Group(long groupId) implements TableAction {
        @Override
        public String toString() {
            return "group " + groupId;
        }
    }
}
