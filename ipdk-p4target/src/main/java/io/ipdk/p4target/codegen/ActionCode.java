package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Action;
import io.ipdk.p4target.program.Expr;
import io.ipdk.p4target.program.Primitive;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** An action as a method; a long one without jumps as several. */
final class ActionCode {
    private static final int LONG = 6_000;

    private final Gen gen;

    ActionCode(Gen gen) {
        this.gen = gen;
    }

    String name(Action action) {
        return gen.names.of("action", action.id(), action.name());
    }

    static boolean mayExit(Action action) {
        return action.body().stream()
                .anyMatch(p -> p.op().equals("exit") || p.op().equals("assert") || p.op().equals("assume"));
    }

    /** A statement that runs an action; its method is written when first asked for. */
    String call(Action action, String data) {
        String name = name(action);
        gen.method(name, () -> method(action, name));
        return name + "(" + data + ");";
    }

    private static boolean needsLock(Action action) {
        boolean reads = false;
        boolean writes = false;
        for (Primitive primitive : action.body()) {
            reads |= primitive.op().equals("register_read")
                    || primitive.args().stream().anyMatch(Expr.RegisterCell.class::isInstance);
            writes |= primitive.op().equals("register_write");
        }
        return reads && writes;
    }

    private String method(Action action, String name) {
        Code code = new Code();
        code.line("// " + action.name() + "  " + action.source().toString().replace('\n', ' '));
        code.line("private void " + name + "(long[] d) {");
        code.line("if (trace != null) {")
                .line("trace.action(" + Names.quoted(action.name()) + ");")
                .line("}");
        boolean lock = needsLock(action);
        if (lock) {
            code.line("env.lockRegisters();").line("try {");
        }
        NavigableSet<Integer> targets = jumpTargets(action);
        if (targets.isEmpty()) {
            straight(action, name, code);
        } else {
            jumping(action, code, targets);
        }
        if (lock) {
            code.line("} finally {").line("env.unlockRegisters();").line("}");
        }
        return code.line("}").toString();
    }

    private void straight(Action action, String name, Code code) {
        Code part = code;
        int begin = code.length();
        int parts = 0;
        PrimitiveCode primitives = new PrimitiveCode(gen, code, action);
        for (Primitive primitive : action.body()) {
            if (part.length() - begin > LONG) {
                if (part != code) {
                    finish(part, name + "_part" + parts);
                }
                parts++;
                code.line(name + "_part" + parts + "(d);");
                if (mayExit(action)) {
                    code.line("if (exited) {").line("return;").line("}");
                }
                part = new Code();
                part.line("private void " + name + "_part" + parts + "(long[] d) {");
                begin = 0;
                primitives = new PrimitiveCode(gen, part, action);
            }
            primitives.write(primitive);
        }
        if (part != code) {
            finish(part, name + "_part" + parts);
        }
    }

    private void finish(Code part, String name) {
        gen.method(name, () -> part.line("}").toString());
    }

    private static int target(Primitive primitive) {
        List<Expr> args = primitive.args();
        if (args.get(args.size() - 1) instanceof Expr.Const target) {
            return target.value().intValueExact();
        }
        throw Refused.because("a jump to somewhere computed", primitive.source());
    }

    private static boolean jumps(Primitive primitive) {
        return primitive.op().equals("_jump") || primitive.op().equals("_jump_if_zero");
    }

    private static NavigableSet<Integer> jumpTargets(Action action) {
        NavigableSet<Integer> targets = new TreeSet<>();
        for (int i = 0; i < action.body().size(); i++) {
            Primitive primitive = action.body().get(i);
            if (jumps(primitive)) {
                if (target(primitive) <= i) {
                    throw Refused.because("a jump backwards", primitive.source());
                }
                targets.add(Math.min(target(primitive), action.body().size()));
            }
        }
        return targets;
    }

    private void jumping(Action action, Code code, NavigableSet<Integer> targets) {
        for (int target : targets.descendingSet()) {
            code.line("to" + target + ": {");
        }
        PrimitiveCode primitives = new PrimitiveCode(gen, code, action);
        for (int i = 0; i < action.body().size(); i++) {
            if (targets.contains(i)) {
                code.line("}");
            }
            Primitive primitive = action.body().get(i);
            if (!jumps(primitive)) {
                primitives.write(primitive);
                continue;
            }
            int target = Math.min(target(primitive), action.body().size());
            Expressions expressions = primitives.expressions().begin();
            String condition = primitive.op().equals("_jump")
                    ? "true"
                    : "!" + expressions.truth(primitive.args().get(0));
            code.line("if (" + condition + ") {")
                    .line("break to" + target + ";")
                    .line("}");
        }
        if (targets.contains(action.body().size())) {
            code.line("}");
        }
    }
}
