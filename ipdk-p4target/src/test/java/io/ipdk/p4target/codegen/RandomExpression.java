package io.ipdk.p4target.codegen;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An expression of random shape: as bmv2 JSON, and what it is worth by exact arithmetic. */
record RandomExpression(String json, Value value) {
    /** What an expression is worth for some field values. */
    interface Value {
        BigInteger of(Map<String, BigInteger> fields);
    }

    /** A field that may be used. */
    record Field(String name, int width, boolean signed) {}

    private static final BigInteger ONE = BigInteger.ONE;

    static BigInteger signed(BigInteger value, int width) {
        BigInteger low = value.and(ones(width));
        return low.testBit(width - 1) ? low.subtract(ONE.shiftLeft(width)) : low;
    }

    static BigInteger ones(int width) {
        return ONE.shiftLeft(width).subtract(ONE);
    }

    private static String op(String op, String left, String right) {
        return "{\"type\":\"expression\",\"value\":{\"op\":\"" + op + "\",\"left\":" + left + ",\"right\":" + right
                + "}}";
    }

    private static String constant(BigInteger value) {
        String hex = value.abs().toString(16);
        return "{\"type\":\"hexstr\",\"value\":\"" + (value.signum() < 0 ? "-" : "") + "0x" + hex + "\"}";
    }

    static RandomExpression number(Random random, List<Field> fields, int depth) {
        if (depth == 0 || random.nextInt(6) == 0) {
            return leaf(random, fields);
        }
        RandomExpression a = number(random, fields, depth - 1);
        RandomExpression b = number(random, fields, depth - 1);
        int width = 1 + random.nextInt(random.nextBoolean() ? 63 : 140);
        BigInteger mask = ones(width);
        switch (random.nextInt(15)) {
            case 0 -> {
                return new RandomExpression(
                        op("+", a.json, b.json), f -> a.value.of(f).add(b.value.of(f)));
            }
            case 1 -> {
                return new RandomExpression(
                        op("-", a.json, b.json), f -> a.value.of(f).subtract(b.value.of(f)));
            }
            case 2 -> {
                return new RandomExpression(
                        op("*", a.json, b.json), f -> a.value.of(f).multiply(b.value.of(f)));
            }
            case 3 -> {
                return new RandomExpression(
                        op("|", a.json, b.json), f -> a.value.of(f).or(b.value.of(f)));
            }
            case 4 -> {
                return new RandomExpression(
                        op("^", a.json, b.json), f -> a.value.of(f).xor(b.value.of(f)));
            }
            case 5 -> {
                return new RandomExpression(
                        op("&", a.json, b.json), f -> a.value.of(f).and(b.value.of(f)));
            }
            case 6 -> {
                return new RandomExpression(
                        op("~", "null", a.json), f -> a.value.of(f).not());
            }
            case 7 -> {
                String amount = op("&", b.json, constant(BigInteger.valueOf(127)));
                return new RandomExpression(
                        op("&", op("<<", a.json, amount), constant(mask)),
                        f -> a.value
                                .of(f)
                                .shiftLeft(b.value.of(f).intValue() & 127)
                                .and(mask));
            }
            case 8 -> {
                String amount = op("&", b.json, constant(BigInteger.valueOf(127)));
                return new RandomExpression(
                        op(">>", a.json, amount),
                        f -> a.value.of(f).shiftRight(b.value.of(f).intValue() & 127));
            }
            case 9 -> {
                return new RandomExpression(
                        op("two_comp_mod", a.json, constant(BigInteger.valueOf(width))),
                        f -> signed(a.value.of(f), width));
            }
            case 10 -> {
                BigInteger most = ONE.shiftLeft(width - 1).subtract(ONE);
                return new RandomExpression(
                        op("sat_cast", a.json, constant(BigInteger.valueOf(width))),
                        f -> a.value.of(f).min(most).max(most.not()));
            }
            case 11 -> {
                return new RandomExpression(
                        op("usat_cast", a.json, constant(BigInteger.valueOf(width))),
                        f -> a.value.of(f).min(mask).max(BigInteger.ZERO));
            }
            case 12 -> {
                String left = op("&", a.json, constant(mask));
                String right = op("&", b.json, constant(mask));
                boolean quotient = random.nextBoolean();
                return new RandomExpression(op(quotient ? "/" : "%", left, right), f -> {
                    BigInteger divisor = b.value.of(f).and(mask);
                    if (divisor.signum() == 0) {
                        return BigInteger.ZERO;
                    }
                    BigInteger[] both = a.value.of(f).and(mask).divideAndRemainder(divisor);
                    return both[quotient ? 0 : 1];
                });
            }
            case 13 -> {
                RandomExpression condition = truth(random, fields, depth - 1);
                String json = "{\"type\":\"expression\",\"value\":{\"op\":\"?\",\"left\":" + a.json + ",\"right\":"
                        + b.json + ",\"cond\":" + condition.json + "}}";
                return new RandomExpression(
                        json, f -> condition.value.of(f).signum() != 0 ? a.value.of(f) : b.value.of(f));
            }
            default -> {
                RandomExpression condition = truth(random, fields, depth - 1);
                return new RandomExpression(op("b2d", "null", condition.json), condition.value);
            }
        }
    }

    private static RandomExpression leaf(Random random, List<Field> fields) {
        if (random.nextInt(4) == 0) {
            BigInteger value = new BigInteger(1 + random.nextInt(130), random);
            BigInteger number = random.nextInt(4) == 0 ? value.negate() : value;
            return new RandomExpression(constant(number), f -> number);
        }
        Field field = fields.get(random.nextInt(fields.size()));
        String json = "{\"type\":\"field\",\"value\":[\"in\",\"" + field.name + "\"]}";
        return new RandomExpression(json, f -> {
            BigInteger value = f.getOrDefault(field.name, BigInteger.ZERO);
            return field.signed ? signed(value, field.width) : value;
        });
    }

    static RandomExpression truth(Random random, List<Field> fields, int depth) {
        if (depth <= 0 || random.nextInt(3) == 0) {
            RandomExpression a = number(random, fields, Math.max(0, depth));
            RandomExpression b = number(random, fields, Math.max(0, depth));
            String op = List.of("==", "!=", "<", "<=", ">", ">=").get(random.nextInt(6));
            return new RandomExpression(op(op, a.json, b.json), f -> {
                int order = a.value.of(f).compareTo(b.value.of(f));
                boolean result = switch (op) {
                    case "==" -> order == 0;
                    case "!=" -> order != 0;
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                };
                return result ? ONE : BigInteger.ZERO;
            });
        }
        RandomExpression a = truth(random, fields, depth - 1);
        RandomExpression b = truth(random, fields, depth - 1);
        return switch (random.nextInt(4)) {
            case 0 ->
                new RandomExpression(
                        op("and", a.json, b.json), f -> a.value.of(f).and(b.value.of(f)));
            case 1 ->
                new RandomExpression(
                        op("or", a.json, b.json), f -> a.value.of(f).or(b.value.of(f)));
            case 2 -> new RandomExpression(op("not", "null", a.json), f -> ONE.subtract(a.value.of(f)));
            default -> {
                RandomExpression n = number(random, fields, depth - 1);
                yield new RandomExpression(
                        op("d2b", "null", n.json), f -> n.value.of(f).signum() != 0 ? ONE : BigInteger.ZERO);
            }
        };
    }
}
