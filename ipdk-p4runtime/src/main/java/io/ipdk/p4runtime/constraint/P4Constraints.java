package io.ipdk.p4runtime.constraint;

import io.ipdk.p4runtime.info.ActionInfo;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.TableInfo;
import java.util.HashMap;
import java.util.Map;
import org.p4.v1.Action;
import org.p4.v1.ActionProfileAction;
import org.p4.v1.TableEntry;

/**
 * The constraints of a P4 program: {@code @entry_restriction} of tables, {@code @action_restriction} of actions.
 *
 * <p>They are parsed and type-checked once; tables and actions without one cost a look-up. Default entries are not restricted by
 * their table's constraint, their actions are.
 *
 * <p>Immutable.
 */
public final class P4Constraints {
    private static final P4Constraints NONE = new P4Constraints(Map.of(), Map.of());

    private record TableConstraint(TableInfo table, Constraint constraint) {}

    private record ActionConstraint(ActionInfo action, Constraint constraint) {}

    private final Map<Integer, TableConstraint> tables;
    private final Map<Integer, ActionConstraint> actions;

    private P4Constraints(Map<Integer, TableConstraint> tables, Map<Integer, ActionConstraint> actions) {
        this.tables = Map.copyOf(tables);
        this.actions = Map.copyOf(actions);
    }

    /**
     * Reads all constraints of a program.
     *
     * @throws ConstraintSyntaxException if one cannot be understood; line and column are named
     */
    public static P4Constraints of(P4Info info) {
        Map<Integer, TableConstraint> tables = new HashMap<>();
        for (TableInfo table : info.tables()) {
            ConstraintSource source = ConstraintSource.of(table.toString(), "entry_restriction", table.preamble());
            if (source != null) {
                tables.put(table.id(), new TableConstraint(table, Constraint.of(source, Scope.of(table))));
            }
        }
        Map<Integer, ActionConstraint> actions = new HashMap<>();
        for (ActionInfo action : info.actions()) {
            ConstraintSource source =
                    ConstraintSource.of("action " + action.name(), "action_restriction", action.preamble());
            if (source != null) {
                actions.put(action.id(), new ActionConstraint(action, Constraint.of(source, Scope.of(action))));
            }
        }
        return tables.isEmpty() && actions.isEmpty() ? NONE : new P4Constraints(tables, actions);
    }

    /** Nothing is restricted. */
    public static P4Constraints none() {
        return NONE;
    }

    /** Whether nothing is restricted. */
    public boolean isEmpty() {
        return tables.isEmpty() && actions.isEmpty();
    }

    /**
     * Checks an entry and its actions.
     *
     * @param entry with ids of the P4Info and a complete key
     * @throws ConstraintViolationException naming the part that does not hold, and the values of the keys in it
     */
    public void check(TableEntry entry) {
        if (isEmpty()) {
            return;
        }
        TableConstraint restricted = tables.get(entry.getTableId());
        if (restricted != null && !entry.getIsDefaultAction()) {
            restricted.constraint.check(new EntrySubject(entry, restricted.table));
        }
        if (actions.isEmpty()) {
            return;
        }
        check(entry.getAction().getAction());
        for (ActionProfileAction action :
                entry.getAction().getActionProfileActionSet().getActionProfileActionsList()) {
            check(action.getAction());
        }
        check(entry.getAction().getActionProfileActionSet().getGroupAction());
    }

    /**
     * Checks an action.
     *
     * @throws ConstraintViolationException naming the part that does not hold, and the values of the parameters in it
     */
    public void check(Action action) {
        ActionConstraint restricted = actions.isEmpty() ? null : actions.get(action.getActionId());
        if (restricted != null) {
            restricted.constraint.check(new ActionSubject(action, restricted.action));
        }
    }
}
