package io.ipdk.p4runtime.entity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A set of actions that an entry brings along, of which each packet takes one (one-shot action selector programming).
 *
 * <p>Immutable; each change gives a new object.
 *
 * @param actions the actions with their weights; equal ones are kept apart
 * @param selectionMode how one is picked
 * @param sizeSemantics what counts as size
 * @param groupAction an action that is done before the picked one, null for none; not in P4Runtime 1.5, but in what follows it
 */
public record ActionSet(
        List<WeightedAction> actions,
        SelectionMode selectionMode,
        SizeSemantics sizeSemantics,
        @Nullable ActionCall groupAction)
        implements TableAction {

    public ActionSet {
        actions = List.copyOf(actions);
    }

    /** A set of these actions, picked as the action selector says. */
    public static ActionSet of(WeightedAction... actions) {
        return new ActionSet(List.of(actions), SelectionMode.DEFAULT, SizeSemantics.DEFAULT, null);
    }

    /** The set with one more action. */
    public ActionSet add(WeightedAction action) {
        List<WeightedAction> more = new ArrayList<>(actions);
        more.add(action);
        return new ActionSet(more, selectionMode, sizeSemantics, groupAction);
    }

    /** The set with one more action: {@code set.add("set_nexthop", 2, a -> a.set("port", 1))}. */
    public ActionSet add(String action, int weight, UnaryOperator<ActionCall> arguments) {
        return add(WeightedAction.of(arguments.apply(ActionCall.of(action)), weight));
    }

    /** The set, picked in another way. */
    public ActionSet selectedBy(SelectionMode mode) {
        return new ActionSet(actions, mode, sizeSemantics, groupAction);
    }

    /** The set, sized in another way. */
    public ActionSet sizedBy(SizeSemantics semantics) {
        return new ActionSet(actions, selectionMode, semantics, groupAction);
    }

    /** The set with an action that is done before the picked one. */
    public ActionSet before(ActionCall action) {
        return new ActionSet(actions, selectionMode, sizeSemantics, action);
    }

    @Override
    public String toString() {
        return (groupAction == null ? "" : groupAction + " then ")
                + actions.stream().map(WeightedAction::toString).collect(Collectors.joining(" | ", "one of {", "}"));
    }
}
