package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Expr;
import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderType;
import io.ipdk.p4target.program.SourceInfo;
import io.ipdk.p4target.runtime.Hashes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Hashes and checksums: a method that lays its input side by side and runs the algorithm. Fields of invalid headers are
 * left out; for the common case that all are valid the layout is known beforehand.
 */
final class CalculationCode {
    private final Gen gen;

    CalculationCode(Gen gen) {
        this.gen = gen;
    }

    /** A Java long expression for the result. */
    String call(String identity, String algorithm, List<Expr> input, boolean skipInvalid, SourceInfo source) {
        String run = Hashes.callOf(algorithm);
        if (run.isEmpty()) {
            throw Refused.because("hash algorithm '" + algorithm + "'", source);
        }
        String name = gen.names.of("hash", identity, identity);
        gen.method(name, () -> method(name, run, input, skipInvalid, source));
        return name + "()";
    }

    private String method(String name, String run, List<Expr> input, boolean skipInvalid, SourceInfo source) {
        Set<String> conditions = new LinkedHashSet<>();
        boolean fixed = true;
        boolean payload = false;
        int bits = 0;
        for (Expr element : input) {
            if (element instanceof Expr.Payload) {
                payload = true;
            } else if (element instanceof Expr.FieldRef ref && !ref.field().varbit()) {
                bits += ref.field().width();
                if (skipInvalid && !ref.header().metadata()) {
                    conditions.add(gen.names.valid(ref.header()));
                }
            } else if (element instanceof Expr.SizedConst constant) {
                bits += constant.width();
            } else {
                fixed = false;
                bits += maximum(element, source);
            }
        }
        gen.scratch((bits + 7) / 8 + 8);
        Code code = new Code();
        code.line("private long " + name + "() {");
        if (fixed) {
            if (!conditions.isEmpty()) {
                code.line("if (" + String.join(" && ", conditions) + ") {");
            }
            fixed(code, run, input, (bits + 7) / 8, payload);
            if (!conditions.isEmpty()) {
                code.line("}");
            }
        }
        if (!fixed || !conditions.isEmpty()) {
            growing(code, run, input, (bits + 7) / 8, payload, skipInvalid);
        }
        return code.line("}").toString();
    }

    private static int maximum(Expr element, SourceInfo source) {
        if (element instanceof Expr.FieldRef ref) {
            return ref.field().width();
        }
        if (element instanceof Expr.HeaderRef ref) {
            return ref.header().type().fields().stream()
                    .mapToInt(HeaderType.Field::width)
                    .sum();
        }
        throw Refused.because("hashing " + element, source);
    }

    private void fixed(Code code, String run, List<Expr> input, int bytes, boolean payload) {
        Slices slices = new Slices();
        for (Expr element : input) {
            if (element instanceof Expr.FieldRef ref) {
                slices.add(Slices.Piece.of(gen, ref.header(), ref.field()));
            } else if (element instanceof Expr.SizedConst constant) {
                slices.add(new Slices.Piece(
                        constant.width(),
                        i -> Gen.literal(constant.value().shiftRight(64 * i).longValue())));
            }
        }
        List<Slices.Word> words = slices.words();
        if (run.equals("Hashes.checksum") && !(payload && bytes % 2 == 1)) {
            code.line("long sum = 0L;");
            code.line("long word;");
            for (Slices.Word word : words) {
                code.line("word = " + word.java() + ";");
                code.line("sum += (word >>> 32) + (word & 0xFFFFFFFFL);");
            }
            if (payload) {
                code.line("sum = Hashes.sum(sum, buffer, cursor, end - cursor);");
            }
            code.line("return ~Hashes.fold(sum) & 0xFFFFL;");
            return;
        }
        code.line("byte[] input = scratch(" + bytes + (payload ? " + end - cursor" : "") + ");");
        for (int i = 0; i < words.size(); i++) {
            code.line("Bits.putLong(input, " + 8 * i + ", " + words.get(i).java() + ");");
        }
        if (payload) {
            code.line("System.arraycopy(buffer, cursor, input, " + bytes + ", end - cursor);");
        }
        code.line("return " + run + "(input, 0, " + bytes + (payload ? " + end - cursor" : "") + ");");
    }

    private void growing(Code code, String run, List<Expr> input, int bytes, boolean payload, boolean skipInvalid) {
        code.line("byte[] area = scratch(" + bytes + (payload ? " + end - cursor" : "") + ");");
        code.line("java.util.Arrays.fill(area, 0, " + bytes + ", (byte) 0);");
        code.line("int bit = 0;");
        for (Expr element : input) {
            if (element instanceof Expr.FieldRef ref) {
                boolean guard = skipInvalid && !ref.header().metadata();
                if (guard) {
                    code.line("if (" + gen.names.valid(ref.header()) + ") {");
                }
                append(code, ref.header(), ref.field());
                if (guard) {
                    code.line("}");
                }
            } else if (element instanceof Expr.SizedConst constant) {
                for (int limb = (constant.width() - 1) / 64; limb >= 0; limb--) {
                    appendLong(
                            code,
                            Gen.literal(constant.value().shiftRight(64 * limb).longValue()),
                            Math.min(64, constant.width() - 64 * limb));
                }
            } else if (element instanceof Expr.HeaderRef ref) {
                code.line("if (" + new HeaderCode(gen).validity(ref.header()) + ") {");
                for (HeaderType.Field field : ref.header().type().fields()) {
                    append(code, ref.header(), field);
                }
                code.line("}");
            }
        }
        code.line("int used = bit + 7 >> 3;");
        if (payload) {
            code.line("System.arraycopy(buffer, cursor, area, used, end - cursor);");
            code.line("used += end - cursor;");
        }
        code.line("return " + run + "(area, 0, used);");
    }

    private void append(Code code, HeaderInstance header, HeaderType.Field field) {
        if (field.varbit()) {
            String bits = gen.names.bits(header, field);
            code.line("Bits.copy(" + gen.names.field(header, field) + ", 0L, area, bit, " + bits + ");");
            code.line("bit += " + bits + ";");
            return;
        }
        for (int limb = field.limbs() - 1; limb >= 0; limb--) {
            appendLong(code, gen.names.limb(header, field, limb), Math.min(64, field.width() - 64 * limb));
        }
    }

    private static void appendLong(Code code, String value, int width) {
        code.line("Bits.write(area, bit, " + width + ", " + value + ");");
        code.line("bit += " + width + ";");
    }
}
