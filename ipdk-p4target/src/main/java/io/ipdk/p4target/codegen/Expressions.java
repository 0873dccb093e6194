package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Action;
import io.ipdk.p4target.program.Expr;
import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderType;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Java expressions for numbers and truth values. Numbers are longs; what does not fit one is computed in temporaries by
 * statements written before. A number is only computed to the bits that are asked for: additions, products, bit
 * operations and shifts to the left need no more of their operands than of their result.
 */
final class Expressions {
    final Gen gen;
    final Code out;
    private final WideExpressions wide;
    private final @Nullable Action action;
    private int temps;

    /**
     * @param out where statements that must run before go
     * @param action whose parameters may be used; its data is the array {@code d}
     */
    Expressions(Gen gen, Code out, @Nullable Action action) {
        this.gen = gen;
        this.out = out;
        this.action = action;
        wide = new WideExpressions(this);
    }

    /** Begins a statement: temporaries may be used again. */
    Expressions begin() {
        temps = 0;
        return this;
    }

    String temp(int limbs) {
        return gen.temp(limbs, temps++);
    }

    WideExpressions wide() {
        return wide;
    }

    /** An index or an amount: exact, or of no use because it is far too big. */
    String index(Expr expr) {
        Range range = Range.of(expr);
        if (range.fitsSigned()) {
            return number(expr, 64);
        }
        return "Wide.amount(" + wide.of(expr, range.limbs()) + ")";
    }

    /** The exact value, cut to a width: without a sign. */
    String unsigned(Expr expr, int width) {
        if (Range.of(expr).fitsUnsigned(width)) {
            return number(expr, 64);
        }
        return width >= 64 ? number(expr, 64) : "(" + number(expr, width) + " & " + mask(width) + ")";
    }

    static String mask(int width) {
        return Gen.literal(width >= 64 ? -1L : (1L << width) - 1);
    }

    /** A long whose low bits, so many of them, are right. */
    String number(@Nullable Expr expr, int bits) {
        if (expr == null) {
            return "0L";
        }
        if (expr instanceof Expr.Const constant) {
            return Gen.literal(constant.value().longValue());
        }
        if (expr instanceof Expr.SizedConst constant) {
            return Gen.literal(constant.value().longValue());
        }
        if (expr instanceof Expr.Op op) {
            return operator(op, bits);
        }
        if (expr instanceof Expr.Bool bool) {
            return bool.value() ? "1L" : "0L";
        }
        if (expr instanceof Expr.ValidRef) {
            return "(" + truth(expr) + " ? 1L : 0L)";
        }
        return leaf(expr, 0, bits);
    }

    /** One long of a field, a parameter or a register; in the highest one the sign is spread if bits beyond are asked. */
    String leaf(Expr expr, int limb, int bits) {
        if (expr instanceof Expr.FieldRef ref) {
            whole(ref.field());
            return spread(gen.names.limb(ref.header(), ref.field(), limb), ref.field(), limb, bits);
        }
        if (expr instanceof Expr.Param param && action != null) {
            return "d[" + (action.offset(param.index()) + limb) + "]";
        }
        if (expr instanceof Expr.RegisterCell cell) {
            String value =
                    "env_registers_" + cell.register().index() + ".get(" + index(cell.index()) + ", " + limb + ")";
            HeaderType.Field like = new HeaderType.Field(
                    "", 0, cell.register().width(), cell.register().signed(), false);
            return spread(value, like, limb, bits);
        }
        if (expr instanceof Expr.LastField last) {
            whole(last.field());
            List<HeaderInstance> elements = last.stack().ofUnions()
                    ? last.stack().unions().stream()
                            .map(u -> u.headers().get(last.member()))
                            .toList()
                    : last.stack().headers();
            Selection selection = new Selection(elements, gen.names.next(last.stack()) + " - 1L");
            return spread(selected(selection, last.field(), limb), last.field(), limb, bits);
        }
        if (expr instanceof Expr.FieldOf of) {
            whole(of.field());
            return spread(selected(Selection.of(of.header(), this), of.field(), limb), of.field(), limb, bits);
        }
        if (expr instanceof Expr.Lookahead lookahead) {
            int first = lookahead.offset() + Math.max(0, lookahead.width() - 64 * (limb + 1));
            int width = Math.min(64, lookahead.width() - 64 * limb);
            return "Bits.read(buffer, cursor * 8L + " + first + ", " + width + ")";
        }
        throw Refused.because("the value " + expr);
    }

    private static void whole(HeaderType.Field field) {
        if (field.varbit()) {
            throw Refused.because("computing with varbit '" + field.name() + "'");
        }
    }

    private static String spread(String value, HeaderType.Field field, int limb, int bits) {
        int width = field.width() - 64 * limb;
        if (!field.signed() || width >= 64 || bits <= width) {
            return value;
        }
        return "(" + value + " << " + (64 - width) + " >> " + (64 - width) + ")";
    }

    private String selected(Selection selection, HeaderType.Field field, int limb) {
        if (selection.fixed()) {
            return gen.names.limb(selection.only(), field, limb);
        }
        String name = gen.names.of(
                "read", selection.key() + "." + field.index() + "." + limb, selection.label() + "_" + field.name());
        gen.method(name, () -> {
            StringBuilder source = new StringBuilder("private long " + name + "(long i) {\nswitch ((int) i) {\n");
            for (int i = 0; i < selection.headers().size(); i++) {
                source.append("case ").append(i).append(": return ");
                source.append(gen.names.limb(selection.headers().get(i), field, limb))
                        .append(";\n");
            }
            return source.append("default: return 0L;\n}\n}\n").toString();
        });
        return name + "(" + selection.index() + ")";
    }

    private String operator(Expr.Op op, int bits) {
        switch (op.op()) {
            case "+", "-", "*", "|", "^" -> {
                return "(" + number(op.left(), bits) + " " + op.op() + " " + number(op.right(), bits) + ")";
            }
            case "&" -> {
                return and(op, bits);
            }
            case "~" -> {
                return "(~" + number(op.right(), bits) + ")";
            }
            case "<<" -> {
                return shiftLeft(op, bits);
            }
            case ">>" -> {
                return shiftRight(op);
            }
            case "/", "%" -> {
                return divide(op);
            }
            case "two_comp_mod" -> {
                int width = Range.width(op);
                if (bits <= width) {
                    return number(op.left(), bits);
                }
                String value = number(op.left(), width);
                return "(" + value + " << " + (64 - width) + " >> " + (64 - width) + ")";
            }
            case "sat_cast" -> {
                return Range.of(op.left()).fitsSigned()
                        ? "Narrow.saturateSigned(" + number(op.left(), 64) + ", " + Range.width(op) + ")"
                        : wide.compute(op, 1) + "[0]";
            }
            case "usat_cast" -> {
                Range range = Range.of(op.left());
                if (range.fitsSigned()) {
                    return "Narrow.saturateUnsigned(" + number(op.left(), 64) + ", " + Range.width(op) + ")";
                }
                return range.fitsUnsigned()
                        ? "Narrow.saturate(" + number(op.left(), 64) + ", " + Range.width(op) + ")"
                        : wide.compute(op, 1) + "[0]";
            }
            case "?" -> {
                return "(" + truth(op.condition()) + " ? " + number(op.left(), bits) + " : " + number(op.right(), bits)
                        + ")";
            }
            case "last_stack_index" -> {
                return "(" + gen.names.next(stack(op)) + " - 1L & 0xFFFFFFFFL)";
            }
            case "size_stack" -> {
                return "(long) " + gen.names.next(stack(op));
            }
            case "b2d" -> {
                return "(" + truth(op.right()) + " ? 1L : 0L)";
            }
            default -> {
                return "(" + truth(op) + " ? 1L : 0L)";
            }
        }
    }

    private static io.ipdk.p4target.program.HeaderStack stack(Expr.Op op) {
        if (op.right() instanceof Expr.StackRef ref) {
            return ref.stack();
        }
        throw Refused.because("'" + op.op() + "' of something that is no stack");
    }

    private String and(Expr.Op op, int bits) {
        for (int side = 0; side < 2; side++) {
            Expr mask = side == 0 ? op.right() : op.left();
            Expr value = side == 0 ? op.left() : op.right();
            if (mask instanceof Expr.Const constant && constant.value().signum() >= 0) {
                BigInteger ones = constant.value();
                if (Range.of(value).fitsUnsigned(64)
                        && ones.equals(Range.unsigned(ones.bitLength()).high())
                        && Range.of(value).fitsUnsigned(ones.bitLength())) {
                    return number(value, bits);
                }
                int needed = Math.max(1, Math.min(bits, ones.bitLength()));
                return "(" + number(value, needed) + " & " + Gen.literal(ones.longValue()) + ")";
            }
        }
        return "(" + number(op.left(), bits) + " & " + number(op.right(), bits) + ")";
    }

    private String shiftLeft(Expr.Op op, int bits) {
        Range amount = Range.of(op.right());
        String value = number(op.left(), bits);
        if (amount.fitsUnsigned(6)) {
            return "(" + value + " << " + number(op.right(), 64) + ")";
        }
        return "Narrow.shl(" + value + ", " + index(present(op.right())) + ")";
    }

    private String shiftRight(Expr.Op op) {
        Range range = Range.of(op.left());
        Range amount = Range.of(op.right());
        boolean unsigned = range.low().signum() >= 0;
        if (!range.fitsSigned() && !range.fitsUnsigned()) {
            return wide.compute(op, 1) + "[0]";
        }
        String value = number(op.left(), 64);
        if (amount.fitsUnsigned(6)) {
            return "(" + value + (unsigned ? " >>> " : " >> ") + number(op.right(), 64) + ")";
        }
        return "Narrow." + (unsigned ? "ushr(" : "shr(") + value + ", " + index(present(op.right())) + ")";
    }

    private String divide(Expr.Op op) {
        Range both = Range.of(op.left()).union(Range.of(op.right()));
        if (!both.fitsSigned() && !both.fitsUnsigned()) {
            return wide.compute(op, 1) + "[0]";
        }
        String method = op.op().equals("/") ? "divide" : "remainder";
        return "Narrow." + method + (both.fitsSigned() ? "(" : "Unsigned(") + number(op.left(), 64) + ", "
                + number(op.right(), 64) + ")";
    }

    static Expr present(@Nullable Expr operand) {
        if (operand == null) {
            throw Refused.because("an operator without an operand");
        }
        return operand;
    }

    /** A Java boolean expression. */
    String truth(@Nullable Expr expr) {
        if (expr instanceof Expr.Bool bool) {
            return bool.value() ? "true" : "false";
        }
        if (expr instanceof Expr.ValidRef ref) {
            return new HeaderCode(gen).valid(ref.header(), this);
        }
        if (expr instanceof Expr.Op op) {
            switch (op.op()) {
                case "and" -> {
                    return "(" + truth(op.left()) + " && " + truth(op.right()) + ")";
                }
                case "or" -> {
                    return "(" + truth(op.left()) + " || " + truth(op.right()) + ")";
                }
                case "not" -> {
                    return "(!" + truth(op.right()) + ")";
                }
                case "d2b" -> {
                    return truth(op.right());
                }
                case "b2d" -> {
                    return truth(op.right());
                }
                case "==", "!=", "<", "<=", ">", ">=" -> {
                    return compare(op);
                }
                default -> {
                    Range range = Range.of(op);
                    return range.fitsSigned() || range.fitsUnsigned()
                            ? "(" + number(op, 64) + " != 0L)"
                            : "(!Wide.isZero(" + wide.of(op, range.limbs()) + "))";
                }
            }
        }
        Range range = Range.of(expr);
        return range.limbs() <= 1 || range.fitsUnsigned()
                ? "(" + number(expr, 64) + " != 0L)"
                : "(!Wide.isZero(" + wide.of(present(expr), range.limbs()) + "))";
    }

    private static boolean isTruth(Expr expr) {
        return expr instanceof Expr.Bool
                || (expr instanceof Expr.Op op
                        && List.of("and", "or", "not", "d2b", "==", "!=", "<", "<=", ">", ">=")
                                .contains(op.op()));
    }

    private String varbits(Expr.FieldRef left, Expr right) {
        if (!(right instanceof Expr.FieldRef other) || !other.field().varbit()) {
            throw Refused.because("comparing varbit '" + left.field().name() + "' with " + right);
        }
        return "equalBits(" + gen.names.field(left.header(), left.field()) + ", "
                + gen.names.bits(left.header(), left.field()) + ", " + gen.names.field(other.header(), other.field())
                + ", " + gen.names.bits(other.header(), other.field()) + ")";
    }

    private String compare(Expr.Op op) {
        Expr left = present(op.left());
        Expr right = present(op.right());
        boolean equality = op.op().equals("==") || op.op().equals("!=");
        if (equality && HeaderCode.isHeaders(left)) {
            String equal = new HeaderCode(gen).equal(left, right, this);
            return op.op().equals("==") ? equal : "(!" + equal + ")";
        }
        if (equality && (isTruth(left) || isTruth(right))) {
            return "(" + truth(left) + " " + op.op() + " " + truth(right) + ")";
        }
        if (equality && left instanceof Expr.FieldRef x && x.field().varbit()) {
            return (op.op().equals("==") ? "" : "!") + varbits(x, right);
        }
        Range a = Range.of(left);
        Range b = Range.of(right);
        if ((a.fitsSigned() && b.fitsSigned()) || (equality && a.fitsUnsigned() && b.fitsUnsigned())) {
            return "(" + number(left, 64) + " " + op.op() + " " + number(right, 64) + ")";
        }
        if (a.fitsUnsigned() && b.fitsUnsigned()) {
            return "(Long.compareUnsigned(" + number(left, 64) + ", " + number(right, 64) + ") " + op.op() + " 0)";
        }
        int limbs = Math.max(a.limbs(), b.limbs());
        return "(Wide.compare(" + wide.of(left, limbs) + ", " + wide.of(right, limbs) + ") " + op.op() + " 0)";
    }
}
