package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Expr;
import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderStack;
import io.ipdk.p4target.program.HeaderType;
import io.ipdk.p4target.program.HeaderUnion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What is done with whole headers: validity, copies, comparisons. */
final class HeaderCode {
    private final Gen gen;
    private final Names names;

    HeaderCode(Gen gen) {
        this.gen = gen;
        names = gen.names;
    }

    static boolean isHeaders(Expr expr) {
        return expr instanceof Expr.HeaderRef
                || expr instanceof Expr.UnionRef
                || expr instanceof Expr.StackRef
                || expr instanceof Expr.Element
                || expr instanceof Expr.UnionMember
                || (expr instanceof Expr.Op op && op.op().equals("?") && op.left() != null && isHeaders(op.left()));
    }

    /** Whether a header, or any header of a union, is valid. */
    String valid(Expr header, Expressions expressions) {
        if (header instanceof Expr.UnionRef ref) {
            return anyValid(ref.union());
        }
        if (header instanceof Expr.Element element && element.stack().ofUnions()) {
            String name = names.of(
                    "union_valid", element.stack().name(), element.stack().name());
            gen.method(
                    name,
                    () -> chosen(
                            "boolean " + name, element.stack().unions(), u -> "return " + anyValid(u) + ";", "false"));
            return name + "(" + expressions.index(element.index()) + ")";
        }
        Selection selection = Selection.of(header, expressions);
        if (selection.fixed()) {
            return validity(selection.only());
        }
        String name = names.of("valid", selection.key(), selection.label());
        gen.method(
                name,
                () -> chosen("boolean " + name, selection.headers(), h -> "return " + validity(h) + ";", "false"));
        return name + "(" + selection.index() + ")";
    }

    private String anyValid(HeaderUnion union) {
        List<String> all = union.headers().stream().map(this::validity).toList();
        return "(" + String.join(" || ", all) + ")";
    }

    String validity(HeaderInstance header) {
        return header.metadata() ? "true" : names.valid(header);
    }

    private static <T> String chosen(String signature, List<T> among, Function<T, String> body, String otherwise) {
        StringBuilder source = new StringBuilder("private " + signature + "(long i) {\nswitch ((int) i) {\n");
        for (int k = 0; k < among.size(); k++) {
            String step = body.apply(among.get(k));
            source.append("case ").append(k).append(": ").append(step);
            source.append(step.startsWith("return") ? "\n" : " break;\n");
        }
        source.append("default: ").append(otherwise.isEmpty() ? "break;" : "return " + otherwise + ";");
        return source.append("\n}\n}\n").toString();
    }

    /** A statement that makes a header valid; fields of one that was not become 0. */
    String setValid(Selection selection) {
        return each("set_valid", selection, this::setValid);
    }

    /** A statement that makes a header invalid. */
    String setInvalid(Selection selection) {
        return each("set_invalid", selection, this::setInvalid);
    }

    private String each(String verb, Selection selection, Function<HeaderInstance, String> step) {
        if (selection.fixed()) {
            return step.apply(selection.only());
        }
        String name = names.of(verb, selection.key(), selection.label());
        gen.method(name, () -> chosen("void " + name, selection.headers(), step, ""));
        return name + "(" + selection.index() + ");";
    }

    String setValid(HeaderInstance header) {
        if (header.metadata()) {
            return ";";
        }
        String name = names.method("set_valid", header);
        gen.method(name, () -> {
            StringBuilder source = new StringBuilder("private void " + name + "() {\n");
            source.append("if (!").append(names.valid(header)).append(") {\n");
            source.append(clear(header)).append('\n');
            source.append(markValid(header)).append('\n');
            if (!header.type().hasVarbit()) {
                source.append("packetLength += ")
                        .append(header.type().fixedBits() / 8)
                        .append(";\n");
            }
            return source.append("}\n}\n").toString();
        });
        return name + "();";
    }

    String setInvalid(HeaderInstance header) {
        if (header.metadata()) {
            return ";";
        }
        String name = names.method("set_invalid", header);
        gen.method(name, () -> {
            StringBuilder source = new StringBuilder("private void " + name + "() {\n");
            source.append("if (").append(names.valid(header)).append(") {\n");
            source.append(names.valid(header)).append(" = false;\n");
            source.append("packetLength -= ").append(lengthOf(header)).append(";\n");
            return source.append("}\n}\n").toString();
        });
        return name + "();";
    }

    /** Bytes of a header on the wire. */
    String lengthOf(HeaderInstance header) {
        StringBuilder bits = new StringBuilder();
        for (HeaderType.Field field : header.type().fields()) {
            if (field.varbit()) {
                bits.append(" + ").append(names.bits(header, field));
            }
        }
        int fixed = header.type().fixedBits();
        return bits.length() == 0 ? String.valueOf(fixed / 8) : "(" + fixed + bits + " >> 3)";
    }

    /** A statement that marks a header valid, and its siblings in a union invalid. */
    String markValid(HeaderInstance header) {
        StringBuilder source = new StringBuilder();
        for (HeaderUnion union : gen.program.unions()) {
            if (union.headers().contains(header)) {
                for (HeaderInstance sibling : union.headers()) {
                    if (!sibling.equals(header)) {
                        source.append(names.valid(sibling)).append(" = false; ");
                    }
                }
            }
        }
        return source.append(names.valid(header))
                .append(" = true; ")
                .append(names.dirty(header))
                .append(" = true;")
                .toString();
    }

    /** A call that sets all fields of a header to 0. */
    String clear(HeaderInstance header) {
        String name = names.method("clear", header);
        gen.method(name, () -> {
            StringBuilder source = new StringBuilder("private void " + name + "() {\n");
            for (HeaderType.Field field : header.type().fields()) {
                if (field.varbit()) {
                    source.append(names.bits(header, field)).append(" = 0;\n");
                } else {
                    for (int limb = 0; limb < field.limbs(); limb++) {
                        source.append(names.limb(header, field, limb)).append(" = 0L;\n");
                    }
                }
            }
            return source.append("}\n").toString();
        });
        return name + "();";
    }

    /** Statements that copy a header with its validity. */
    String assign(Selection to, Selection from) {
        if (to.fixed() && from.fixed()) {
            return assign(to.only(), from.only());
        }
        String name = names.of("assign", to.key() + "=" + from.key(), to.label() + "_from_" + from.label());
        gen.method(name, () -> pairs("void " + name, to, from, this::assign, ""));
        return name + "(" + (to.fixed() ? "0L" : to.index()) + ", " + (from.fixed() ? "0L" : from.index()) + ");";
    }

    private static String pairs(
            String signature,
            Selection left,
            Selection right,
            BiFunction<HeaderInstance, HeaderInstance, String> step,
            String otherwise) {
        StringBuilder source = new StringBuilder("private " + signature + "(long i, long k) {\n");
        String none = otherwise.isEmpty() ? "return;" : "return " + otherwise + ";";
        source.append("if (k < 0 || k >= ")
                .append(right.headers().size())
                .append(") {\n")
                .append(none)
                .append("\n}\n");
        source.append("switch ((int) i * ").append(right.headers().size()).append(" + (int) k) {\n");
        for (int i = 0; i < left.headers().size(); i++) {
            for (int k = 0; k < right.headers().size(); k++) {
                String body = step.apply(left.headers().get(i), right.headers().get(k));
                source.append("case ")
                        .append(i * right.headers().size() + k)
                        .append(": ")
                        .append(body);
                source.append(body.startsWith("return") ? "\n" : " break;\n");
            }
        }
        source.append("default: ").append(otherwise.isEmpty() ? "break;" : "return " + otherwise + ";");
        return source.append("\n}\n}\n").toString();
    }

    /** A call that copies a header with its validity. */
    String assign(HeaderInstance to, HeaderInstance from) {
        String name = names.of("assign", to.index() + "=" + from.index(), to.name() + "_from_" + from.name());
        gen.method(name, () -> {
            StringBuilder source = new StringBuilder("private void " + name + "() {\n");
            if (!to.metadata()) {
                source.append("if (!").append(validity(from)).append(") {\n");
                source.append(names.valid(to)).append(" = false;\nreturn;\n}\n");
                source.append(markValid(to)).append('\n');
            }
            source.append(copyFields(to, "", from));
            return source.append("}\n").toString();
        });
        return name + "();";
    }

    /** Assignments of all fields, from a header of this or of another packet. */
    String copyFields(HeaderInstance to, String packet, HeaderInstance from) {
        StringBuilder source = new StringBuilder();
        for (int i = 0; i < to.type().fields().size(); i++) {
            HeaderType.Field a = to.type().fields().get(i);
            HeaderType.Field b = from.type().fields().get(i);
            if (a.varbit()) {
                source.append(names.bits(to, a))
                        .append(" = ")
                        .append(packet)
                        .append(names.bits(from, b))
                        .append(";\n");
                source.append("System.arraycopy(" + packet + names.field(from, b) + ", 0, " + names.field(to, a)
                        + ", 0, " + packet + names.bits(from, b) + " + 7 >> 3);\n");
            } else {
                for (int limb = 0; limb < a.limbs(); limb++) {
                    source.append(names.limb(to, a, limb)).append(" = ");
                    source.append(packet).append(names.limb(from, b, limb)).append(";\n");
                }
            }
        }
        return source.toString();
    }

    /** Whether two headers, unions or stacks are equal: both invalid, or both valid with equal fields. */
    String equal(Expr left, Expr right, Expressions expressions) {
        if (left instanceof Expr.UnionRef a && right instanceof Expr.UnionRef b) {
            return equalAll(a.union().headers(), b.union().headers());
        }
        if (left instanceof Expr.StackRef a && right instanceof Expr.StackRef b) {
            return equalAll(elements(a.stack()), elements(b.stack()));
        }
        Selection a = Selection.of(left, expressions);
        Selection b = Selection.of(right, expressions);
        if (a.fixed() && b.fixed()) {
            return equal(a.only(), b.only());
        }
        String name = names.of("equal", a.key() + "==" + b.key(), a.label() + "_" + b.label());
        gen.method(name, () -> pairs("boolean " + name, a, b, (x, y) -> "return " + equal(x, y) + ";", "false"));
        return name + "(" + (a.fixed() ? "0L" : a.index()) + ", " + (b.fixed() ? "0L" : b.index()) + ")";
    }

    static List<HeaderInstance> elements(HeaderStack stack) {
        if (!stack.ofUnions()) {
            return stack.headers();
        }
        List<HeaderInstance> all = new ArrayList<>();
        stack.unions().forEach(union -> all.addAll(union.headers()));
        return all;
    }

    private String equalAll(List<HeaderInstance> a, List<HeaderInstance> b) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            all.add(equal(a.get(i), b.get(i)));
        }
        return "(" + String.join(" && ", all) + ")";
    }

    private String equal(HeaderInstance a, HeaderInstance b) {
        String name = names.of("equal", a.index() + "==" + b.index(), a.name() + "_" + b.name());
        gen.method(name, () -> {
            StringBuilder source = new StringBuilder("private boolean " + name + "() {\n");
            source.append("if (!")
                    .append(validity(a))
                    .append(") {\nreturn !")
                    .append(validity(b))
                    .append(";\n}\n");
            source.append("boolean same = ").append(validity(b)).append(";\n");
            for (int i = 0; i < a.type().fields().size(); i++) {
                HeaderType.Field x = a.type().fields().get(i);
                HeaderType.Field y = b.type().fields().get(i);
                if (x.varbit()) {
                    source.append("same &= equalBits(" + names.field(a, x) + ", " + names.bits(a, x) + ", "
                            + names.field(b, y) + ", " + names.bits(b, y) + ");\n");
                    continue;
                }
                for (int limb = 0; limb < x.limbs(); limb++) {
                    source.append("same &= ").append(names.limb(a, x, limb)).append(" == ");
                    source.append(names.limb(b, y, limb)).append(";\n");
                }
            }
            return source.append("return same;\n}\n").toString();
        });
        return name + "()";
    }
}
