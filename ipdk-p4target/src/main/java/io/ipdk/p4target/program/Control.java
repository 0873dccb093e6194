package io.ipdk.p4target.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A match-action control: a graph of tables, conditions and action calls without cycles. Immutable.
 *
 * @param name {@code ingress} or {@code egress}
 * @param start name of the first node; null if the control is empty
 * @param nodes by name
 */
public record Control(String name, @Nullable String start, Map<String, Node> nodes) {
    public Control {
        nodes = Map.copyOf(nodes);
    }

    /** The same control with other tables. */
    Control with(UnaryOperator<TableDef> change) {
        Map<String, Node> changed = new LinkedHashMap<>(nodes);
        changed.replaceAll((key, node) -> node instanceof Apply apply ? new Apply(change.apply(apply.table())) : node);
        return new Control(name, start, changed);
    }

    /** A node of the graph. */
    public sealed interface Node {
        /** Unique in the control. */
        String name();

        /** The nodes that may follow; null ends the control. */
        List<@Nullable String> successors();
    }

    /** Applies a table. */
    public record Apply(TableDef table) implements Node {
        @Override
        public String name() {
            return table.name();
        }

        @Override
        public List<@Nullable String> successors() {
            List<@Nullable String> all = new java.util.ArrayList<>();
            if (table.hitOrMiss()) {
                all.add(table.nextHit());
                all.add(table.nextMiss());
            } else {
                all.addAll(table.next().values());
                all.add(table.baseNext());
            }
            return all;
        }
    }

    /** Chooses the next node by a condition. */
    public record Branch(
            String name,
            Expr condition,
            @Nullable String ifTrue,
            @Nullable String ifFalse,
            SourceInfo source) implements Node {
        @Override
        public List<@Nullable String> successors() {
            return java.util.Arrays.asList(ifTrue, ifFalse);
        }
    }

    /** Runs an action without parameters. */
    public record Call(String name, Action action, @Nullable String next) implements Node {
        @Override
        public List<@Nullable String> successors() {
            return java.util.Collections.singletonList(next);
        }
    }
}
