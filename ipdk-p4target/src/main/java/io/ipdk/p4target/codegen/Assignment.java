package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Expr;
import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderType;
import java.util.function.IntFunction;

/** Stores into fields. */
final class Assignment {
    private final Gen gen;
    private final Expressions expressions;

    Assignment(Gen gen, Expressions expressions) {
        this.gen = gen;
        this.expressions = expressions;
    }

    /** Writes statements that store a number, cut to the field's width. */
    void assign(Expr target, Expr value) {
        if (target instanceof Expr.ValidRef valid) {
            HeaderCode headers = new HeaderCode(gen);
            Selection selection = Selection.of(valid.header(), expressions);
            line("if (" + expressions.truth(value) + ") {");
            line(headers.setValid(selection));
            line("} else {");
            line(headers.setInvalid(selection));
            line("}");
            return;
        }
        HeaderType.Field field = fieldOf(target);
        if (field.varbit()) {
            assignVarbit(target, value);
            return;
        }
        if (field.width() <= 64) {
            store(target, i -> expressions.unsigned(value, field.width()));
            return;
        }
        int limbs = field.limbs();
        if (value instanceof Expr.Const constant) {
            store(target, i -> Gen.literal(constant.value().shiftRight(64 * i).longValue() & topMask(field, i)));
        } else if (value instanceof Expr.FieldRef from && from.field().width() == field.width()) {
            store(target, i -> gen.names.limb(from.header(), from.field(), i));
        } else if (value instanceof Expr.Param param && param.width() == field.width()) {
            store(target, i -> expressions.leaf(param, i, 64));
        } else {
            String from = expressions.wide().of(value, limbs);
            store(
                    target,
                    i -> from + "[" + i + "]"
                            + (topMask(field, i) == -1L ? "" : " & " + Gen.literal(topMask(field, i))));
        }
    }

    /** Writes statements that store a Java long, cut to the field's width. */
    void assignJava(Expr target, String java) {
        HeaderType.Field field = fieldOf(target);
        store(
                target,
                i -> i > 0 ? "0L" : field.width() >= 64 ? java : "(" + java + ") & " + Expressions.mask(field.width()));
    }

    /** Writes statements that store several Java longs, the low one first, cut to the field's width. */
    void assignLimbs(Expr target, IntFunction<String> java) {
        HeaderType.Field field = fieldOf(target);
        store(
                target,
                i -> topMask(field, i) == -1L ? java.apply(i) : java.apply(i) + " & " + Gen.literal(topMask(field, i)));
    }

    static HeaderType.Field fieldOf(Expr target) {
        if (target instanceof Expr.FieldRef ref) {
            return ref.field();
        }
        if (target instanceof Expr.FieldOf of) {
            return of.field();
        }
        if (target instanceof Expr.LastField last) {
            return last.field();
        }
        throw Refused.because("storing into " + target);
    }

    private static long topMask(HeaderType.Field field, int limb) {
        int bits = field.width() - 64 * limb;
        return bits >= 64 ? -1L : (1L << bits) - 1;
    }

    private void store(Expr target, IntFunction<String> limb) {
        HeaderType.Field field = fieldOf(target);
        Selection selection = selection(target);
        for (int i = 0; i < field.limbs(); i++) {
            if (selection.fixed()) {
                line(gen.names.limb(selection.only(), field, i) + " = " + limb.apply(i) + ";");
            } else {
                line(writer(selection, field, i) + "(" + selection.index() + ", " + limb.apply(i) + ");");
            }
        }
        if (selection.fixed() && !selection.only().metadata()) {
            line(gen.names.dirty(selection.only()) + " = true;");
        }
    }

    private Selection selection(Expr target) {
        if (target instanceof Expr.FieldRef ref) {
            return new Selection(java.util.List.of(ref.header()), "");
        }
        if (target instanceof Expr.LastField last && !last.stack().ofUnions()) {
            return new Selection(last.stack().headers(), gen.names.next(last.stack()) + " - 1L");
        }
        return Selection.of(((Expr.FieldOf) target).header(), expressions);
    }

    private String writer(Selection selection, HeaderType.Field field, int limb) {
        String name = gen.names.of(
                "write", selection.key() + "." + field.index() + "." + limb, selection.label() + "_" + field.name());
        return gen.method(name, () -> {
            StringBuilder source = new StringBuilder("private void " + name + "(long i, long value) {\n");
            source.append("switch ((int) i) {\n");
            for (int i = 0; i < selection.headers().size(); i++) {
                HeaderInstance header = selection.headers().get(i);
                source.append("case ").append(i).append(": ").append(gen.names.limb(header, field, limb));
                source.append(" = value; ").append(gen.names.dirty(header)).append(" = true; break;\n");
            }
            return source.append("default: break;\n}\n}\n").toString();
        });
    }

    private void assignVarbit(Expr target, Expr value) {
        if (!(target instanceof Expr.FieldRef to)
                || !(value instanceof Expr.FieldRef from)
                || !from.field().varbit()) {
            throw Refused.because("storing " + value + " into a varbit");
        }
        String bits = gen.names.bits(from.header(), from.field());
        line(gen.names.bits(to.header(), to.field()) + " = " + bits + ";");
        line("System.arraycopy(" + gen.names.field(from.header(), from.field()) + ", 0, "
                + gen.names.field(to.header(), to.field()) + ", 0, " + bits + " + 7 >> 3);");
        line(gen.names.dirty(to.header()) + " = true;");
    }

    private void line(String line) {
        expressions.out.line(line);
    }
}
