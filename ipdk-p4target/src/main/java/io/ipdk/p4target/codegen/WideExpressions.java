package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Expr;

/** Numbers of several longs: statements that compute them into temporaries. */
final class WideExpressions {
    private final Expressions expressions;

    WideExpressions(Expressions expressions) {
        this.expressions = expressions;
    }

    /** The name of an array whose longs, so many of them, hold the low bits of a number in two's complement. */
    String of(Expr expr, int limbs) {
        if (expr instanceof Expr.Const constant) {
            return expressions.gen.constant(constant.value(), limbs);
        }
        Range range = Range.of(expr);
        if (range.fitsSigned() || range.fitsUnsigned()) {
            String value = expressions.number(expr, 64);
            String to = expressions.temp(limbs);
            line("Wide.set" + (range.fitsSigned() ? "Signed(" : "Unsigned(") + to + ", " + value + ");");
            return to;
        }
        return expr instanceof Expr.Op op ? compute(op, limbs) : load(expr, limbs, range);
    }

    private String load(Expr expr, int limbs, Range range) {
        int held = range.low().signum() < 0 ? range.limbs() : (range.high().bitLength() + 63) / 64;
        String to = expressions.temp(limbs);
        for (int i = 0; i < Math.min(limbs, held); i++) {
            line(to + "[" + i + "] = " + expressions.leaf(expr, i, 64) + ";");
        }
        if (limbs > held) {
            String sign = range.low().signum() < 0 ? to + "[" + (held - 1) + "] >> 63" : "0L";
            line("Wide.fill(" + to + ", " + held + ", " + sign + ");");
        }
        return to;
    }

    /** As {@link #of}, but always by statements on several longs. */
    String compute(Expr.Op op, int limbs) {
        switch (op.op()) {
            case "+" -> {
                return ring("add", op, limbs);
            }
            case "-" -> {
                return ring("sub", op, limbs);
            }
            case "*" -> {
                return ring("mul", op, limbs);
            }
            case "&" -> {
                return ring("and", op, limbs);
            }
            case "|" -> {
                return ring("or", op, limbs);
            }
            case "^" -> {
                return ring("xor", op, limbs);
            }
            case "~" -> {
                String value = of(Expressions.present(op.right()), limbs);
                String to = expressions.temp(limbs);
                line("Wide.not(" + to + ", " + value + ");");
                return to;
            }
            case "<<" -> {
                String value = of(Expressions.present(op.left()), limbs);
                String amount = expressions.index(Expressions.present(op.right()));
                String to = expressions.temp(limbs);
                line("Wide.shl(" + to + ", " + value + ", " + amount + ");");
                return to;
            }
            case ">>" -> {
                int exact = Math.max(limbs, Range.of(op.left()).limbs());
                String value = of(Expressions.present(op.left()), exact);
                String amount = expressions.index(Expressions.present(op.right()));
                String to = expressions.temp(exact);
                line("Wide.shr(" + to + ", " + value + ", " + amount + ");");
                return cut(to, exact, limbs);
            }
            case "/", "%" -> {
                int exact = Math.max(
                        limbs, Range.of(op.left()).union(Range.of(op.right())).limbs());
                String a = of(Expressions.present(op.left()), exact);
                String b = of(Expressions.present(op.right()), exact);
                String to = expressions.temp(exact);
                line("Wide.divide(" + to + ", " + a + ", " + b + ", " + expressions.temp(exact) + ", "
                        + op.op().equals("/") + ");");
                return cut(to, exact, limbs);
            }
            case "two_comp_mod" -> {
                int exact = Math.max(limbs, (Range.width(op) + 63) / 64);
                String value = of(Expressions.present(op.left()), exact);
                String to = expressions.temp(exact);
                line("Wide.signed(" + to + ", " + value + ", " + Range.width(op) + ");");
                return cut(to, exact, limbs);
            }
            case "sat_cast", "usat_cast" -> {
                int exact = Math.max(limbs, Range.of(op.left()).limbs());
                String value = of(Expressions.present(op.left()), exact);
                String to = expressions.temp(exact);
                String method = op.op().equals("sat_cast") ? "saturateSigned" : "saturateUnsigned";
                line("Wide." + method + "(" + to + ", " + value + ", " + Range.width(op) + ");");
                return cut(to, exact, limbs);
            }
            case "?" -> {
                String condition = expressions.truth(op.condition());
                String a = of(Expressions.present(op.left()), limbs);
                String b = of(Expressions.present(op.right()), limbs);
                String to = expressions.temp(limbs);
                line("Wide.set(" + to + ", " + condition + " ? " + a + " : " + b + ");");
                return to;
            }
            default ->
                throw Refused.because(
                        "operator '" + op.op() + "' on " + Range.of(op).limbs() * 64 + " bits");
        }
    }

    private String ring(String method, Expr.Op op, int limbs) {
        String a =
                op.left() == null ? expressions.gen.constant(java.math.BigInteger.ZERO, limbs) : of(op.left(), limbs);
        String b = of(Expressions.present(op.right()), limbs);
        String to = expressions.temp(limbs);
        line("Wide." + method + "(" + to + ", " + a + ", " + b + ");");
        return to;
    }

    private String cut(String value, int from, int limbs) {
        if (from == limbs) {
            return value;
        }
        String to = expressions.temp(limbs);
        line("Wide.set(" + to + ", " + value + ");");
        return to;
    }

    private void line(String line) {
        expressions.out.line(line);
    }
}
