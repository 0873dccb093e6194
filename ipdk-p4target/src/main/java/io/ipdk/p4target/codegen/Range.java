package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Expr;
import io.ipdk.p4target.program.HeaderType;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The numbers an expression can become: it decides how many bits must be computed, and whether with a sign. */
record Range(BigInteger low, BigInteger high) {
    private static final int MOST_BITS = 8_192;
    private static final Range BIT = new Range(BigInteger.ZERO, BigInteger.ONE);

    static Range unsigned(int width) {
        return new Range(BigInteger.ZERO, BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE));
    }

    static Range signed(int width) {
        BigInteger half = BigInteger.ONE.shiftLeft(Math.max(0, width - 1));
        return new Range(half.negate(), half.subtract(BigInteger.ONE));
    }

    static Range of(HeaderType.Field field) {
        return field.signed() ? signed(field.width()) : unsigned(field.width());
    }

    boolean fitsSigned() {
        return low.bitLength() < 64 && high.bitLength() < 64;
    }

    boolean fitsUnsigned() {
        return low.signum() >= 0 && high.bitLength() <= 64;
    }

    boolean fitsUnsigned(int width) {
        return low.signum() >= 0 && high.bitLength() <= width;
    }

    /** Longs that hold any of the numbers with a sign. */
    int limbs() {
        return Math.max(low.bitLength(), high.bitLength()) / 64 + 1;
    }

    Range union(Range other) {
        return new Range(low.min(other.low), high.max(other.high));
    }

    private Range bounded() {
        int bits = Math.max(low.bitLength(), high.bitLength());
        return bits <= MOST_BITS ? this : low.signum() < 0 ? signed(MOST_BITS) : unsigned(MOST_BITS);
    }

    static Range of(@Nullable Expr expr) {
        if (expr == null) {
            return new Range(BigInteger.ZERO, BigInteger.ZERO);
        }
        if (expr instanceof Expr.Const constant) {
            return new Range(constant.value(), constant.value());
        }
        if (expr instanceof Expr.SizedConst constant) {
            return new Range(constant.value(), constant.value());
        }
        if (expr instanceof Expr.FieldRef field) {
            return of(field.field());
        }
        if (expr instanceof Expr.LastField field) {
            return of(field.field());
        }
        if (expr instanceof Expr.FieldOf field) {
            return of(field.field());
        }
        if (expr instanceof Expr.Param param) {
            return unsigned(param.width());
        }
        if (expr instanceof Expr.Lookahead lookahead) {
            return unsigned(lookahead.width());
        }
        if (expr instanceof Expr.RegisterCell cell) {
            return cell.register().signed()
                    ? signed(cell.register().width())
                    : unsigned(cell.register().width());
        }
        if (expr instanceof Expr.Op op) {
            return of(op).bounded();
        }
        return BIT;
    }

    private static Range of(Expr.Op op) {
        Range a = of(op.left());
        Range b = of(op.right());
        return switch (op.op()) {
            case "+" -> new Range(a.low.add(b.low), a.high.add(b.high));
            case "-" -> new Range(a.low.subtract(b.high), a.high.subtract(b.low));
            case "*" -> product(a, b);
            case "/" ->
                a.low.signum() >= 0 && b.low.signum() >= 0
                        ? new Range(BigInteger.ZERO, a.high)
                        : signed(Math.max(a.low.bitLength(), a.high.bitLength()) + 1);
            case "%" ->
                a.low.signum() >= 0 && b.low.signum() >= 0
                        ? new Range(BigInteger.ZERO, a.high.min(b.high))
                        : signed(Math.max(b.low.bitLength(), b.high.bitLength()) + 1);
            case "&" -> and(a, b);
            case "|", "^" ->
                a.low.signum() >= 0 && b.low.signum() >= 0
                        ? unsigned(Math.max(a.high.bitLength(), b.high.bitLength()))
                        : signed(bits(a, b) + 1);
            case "~" -> new Range(b.high.not(), b.low.not());
            case "<<" -> shifted(a, b);
            case ">>" -> {
                int least = b.low.signum() >= 0 && b.low.bitLength() < 31 ? b.low.intValue() : 0;
                yield new Range(
                        a.low.signum() < 0 ? a.low.shiftRight(least) : BigInteger.ZERO,
                        a.high.signum() < 0 ? BigInteger.ONE.negate() : a.high.shiftRight(least));
            }
            case "two_comp_mod", "sat_cast" -> signed(width(op));
            case "usat_cast" -> unsigned(width(op));
            case "?" -> a.union(b);
            case "last_stack_index" -> unsigned(32);
            case "size_stack" -> new Range(BigInteger.ZERO, BigInteger.valueOf(1 << 16));
            default -> BIT;
        };
    }

    /** The width of a cast: its right operand, a constant. */
    static int width(Expr.Op cast) {
        if (cast.right() instanceof Expr.Const width
                && width.value().bitLength() < 16
                && width.value().signum() > 0) {
            return width.value().intValue();
        }
        throw Refused.because("a cast to a width that is no constant from 1 to 32767");
    }

    private static Range product(Range a, Range b) {
        BigInteger p = a.low.multiply(b.low);
        BigInteger q = a.low.multiply(b.high);
        BigInteger r = a.high.multiply(b.low);
        BigInteger s = a.high.multiply(b.high);
        return new Range(p.min(q).min(r).min(s), p.max(q).max(r).max(s));
    }

    private static Range and(Range a, Range b) {
        if (a.low.signum() >= 0 && b.low.signum() >= 0) {
            return new Range(BigInteger.ZERO, a.high.min(b.high));
        }
        if (a.low.signum() >= 0) {
            return new Range(BigInteger.ZERO, a.high);
        }
        if (b.low.signum() >= 0) {
            return new Range(BigInteger.ZERO, b.high);
        }
        return signed(bits(a, b) + 1);
    }

    private static Range shifted(Range a, Range b) {
        int most = b.high.bitLength() < 14 ? b.high.intValue() : MOST_BITS;
        return new Range(
                a.low.signum() < 0 ? a.low.shiftLeft(most) : BigInteger.ZERO,
                a.high.signum() < 0 ? BigInteger.ZERO : a.high.shiftLeft(most));
    }

    private static int bits(Range a, Range b) {
        return Math.max(
                Math.max(a.low.bitLength(), a.high.bitLength()), Math.max(b.low.bitLength(), b.high.bitLength()));
    }
}
