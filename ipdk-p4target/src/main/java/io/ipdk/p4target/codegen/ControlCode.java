package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Action;
import io.ipdk.p4target.program.Control;
import io.ipdk.p4target.program.SourceInfo;
import io.ipdk.p4target.program.TableDef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A control as methods: its nodes in topological order, each in a labelled block that ends where the next node begins,
 * so that {@code break} is a jump forwards. Big controls are cut into several methods, which return the node to go on
 * with.
 */
final class ControlCode {
    private static final int NODES = 40;

    private final Gen gen;
    private final TableCode tables;
    private final ActionCode actions;

    ControlCode(Gen gen) {
        this.gen = gen;
        tables = new TableCode(gen);
        actions = new ActionCode(gen);
    }

    void write(Code code) {
        code.blank().line("public void control(int control) {").line("switch (control) {");
        for (int i = 0; i < gen.program.controls().size(); i++) {
            code.line("case " + i + ": control_" + i + "(); break;");
        }
        code.line("default: break;").line("}").line("}");
        for (int i = 0; i < gen.program.controls().size(); i++) {
            control(code, i, gen.program.controls().get(i));
        }
    }

    private void control(Code code, int index, Control control) {
        List<Control.Node> order = order(control);
        Map<String, Integer> place = new HashMap<>();
        order.forEach(node -> place.put(node.name(), place.size()));
        int chunks = (order.size() + NODES - 1) / NODES;
        code.blank().line("// " + control.name()).line("private void control_" + index + "() {");
        code.line("if (trace != null) {")
                .line("trace.block(" + Names.quoted(control.name()) + ");")
                .line("}");
        if (chunks == 1) {
            code.line("control_" + index + "_0(0);");
        } else if (chunks > 1) {
            code.line("int node = 0;").line("while (node >= 0) {").line("switch (node / " + NODES + ") {");
            for (int i = 0; i < chunks; i++) {
                code.line("case " + i + ": node = control_" + index + "_" + i + "(node); break;");
            }
            code.line("default: return;").line("}").line("}");
        }
        code.line("}");
        for (int i = 0; i < chunks; i++) {
            int from = i * NODES;
            chunk(code, "control_" + index + "_" + i, order, place, from, Math.min(order.size(), from + NODES));
        }
    }

    private List<Control.Node> order(Control control) {
        List<Control.Node> order = new ArrayList<>();
        if (control.start() != null) {
            visit(control, control.start(), order, new HashSet<>(), new HashSet<>());
        }
        Collections.reverse(order);
        return order;
    }

    private static void visit(
            Control control, String name, List<Control.Node> order, Set<String> done, Set<String> open) {
        if (done.contains(name)) {
            return;
        }
        if (!open.add(name)) {
            throw Refused.because("node '" + name + "' of control '" + control.name() + "' that leads back to itself");
        }
        Control.Node node = control.nodes().get(name);
        if (node == null) {
            throw Refused.because("node '" + name + "' of control '" + control.name() + "' that is not there");
        }
        for (String next : node.successors()) {
            if (next != null) {
                visit(control, next, order, done, open);
            }
        }
        open.remove(name);
        done.add(name);
        order.add(node);
    }

    private void chunk(Code code, String name, List<Control.Node> order, Map<String, Integer> place, int from, int to) {
        code.blank().line("private int " + name + "(int from) {");
        for (int i = to - 1; i >= from; i--) {
            code.line("node" + i + ": {");
        }
        code.line("switch (from) {");
        for (int i = from + 1; i < to; i++) {
            code.line("case " + i + ": break node" + i + ";");
        }
        code.line("default: break node" + from + ";").line("}");
        for (int i = from; i < to; i++) {
            code.line("}");
            node(code, order.get(i), place, to);
        }
        code.line("}");
    }

    private static String go(@Nullable String next, Map<String, Integer> place, int to) {
        if (next == null) {
            return "return -1;";
        }
        int target = place.getOrDefault(next, -1);
        return target >= 0 && target < to ? "break node" + target + ";" : "return " + target + ";";
    }

    private void node(Code code, Control.Node node, Map<String, Integer> place, int to) {
        if (node instanceof Control.Branch branch) {
            branch(code, branch, place, to);
        } else if (node instanceof Control.Call call) {
            code.line(actions.call(call.action(), "null"));
            leaveOnExit(code, List.of(call.action()));
            code.line(go(call.next(), place, to));
        } else if (node instanceof Control.Apply apply) {
            apply(code, apply.table(), place, to);
        }
    }

    private void branch(Code code, Control.Branch branch, Map<String, Integer> place, int to) {
        Expressions expressions = new Expressions(gen, code, null);
        String condition = expressions.truth(branch.condition());
        boolean known = !branch.source().equals(SourceInfo.UNKNOWN);
        String label =
                known ? branch.source().fragment() + " (line " + branch.source().line() + ")" : branch.name();
        code.line("if (trace != null) {");
        code.line("trace.condition(" + Names.quoted(label) + ", " + condition + ");")
                .line("}");
        code.line("if (" + condition + ") {");
        code.line(go(branch.ifTrue(), place, to)).line("} else {");
        code.line(go(branch.ifFalse(), place, to)).line("}");
    }

    private void apply(Code code, TableDef table, Map<String, Integer> place, int to) {
        if (table.hidden() && table.defaultData().isEmpty()) {
            Action action = table.actions().get(table.defaultAction());
            code.line(actions.call(action, "null"));
            leaveOnExit(code, List.of(action));
            code.line(go(table.nextOf(table.defaultAction(), false), place, to));
            return;
        }
        String method = tables.method(table);
        if (table.hitOrMiss()) {
            code.line("if (" + method + "() == " + TableCode.HIT + ") {");
            leaveOnExit(code, table.actions());
            code.line(go(table.nextHit(), place, to)).line("} else {");
            leaveOnExit(code, table.actions());
            code.line(go(table.nextMiss(), place, to)).line("}");
            return;
        }
        Map<Integer, String> jumps = new TreeMap<>();
        for (int i = 0; i < table.actions().size(); i++) {
            Integer number = gen.actionNumbers.get(table.actions().get(i).name());
            if (number != null) {
                jumps.put(number, go(table.nextOf(i, true), place, to));
            }
        }
        String otherwise = go(table.baseNext(), place, to);
        jumps.values().removeIf(otherwise::equals);
        if (jumps.isEmpty()) {
            code.line(method + "();");
            leaveOnExit(code, table.actions());
            code.line(otherwise);
            return;
        }
        String taken = "taken_" + table.index();
        code.line("int " + taken + " = " + method + "();");
        leaveOnExit(code, table.actions());
        code.line("switch (" + taken + ") {");
        jumps.forEach((number, jump) -> code.line("case " + number + ": " + jump));
        code.line("default: " + otherwise).line("}");
    }

    private static void leaveOnExit(Code code, List<Action> actions) {
        if (actions.stream().anyMatch(ActionCode::mayExit)) {
            code.line("if (exited) {").line("return -1;").line("}");
        }
    }
}
