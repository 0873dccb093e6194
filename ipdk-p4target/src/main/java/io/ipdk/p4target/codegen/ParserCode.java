package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Expr;
import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderStack;
import io.ipdk.p4target.program.ParserDef;
import io.ipdk.p4target.program.TableDef;
import io.ipdk.p4target.table.KeyLayout;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Parsers: a method for each state, which returns the next one. */
final class ParserCode {
    private static final int MOST_STEPS = 65_536;

    private final Gen gen;
    private final Names names;
    private final WireCode wire;

    ParserCode(Gen gen) {
        this.gen = gen;
        names = gen.names;
        wire = new WireCode(gen);
    }

    void write(Code code) {
        code.blank().line("public void parse(int parser) {").line("switch (parser) {");
        for (int i = 0; i < gen.program.parsers().size(); i++) {
            code.line("case " + i + ": parse_" + i + "(); break;");
        }
        code.line("default: break;").line("}").line("}");
        for (int i = 0; i < gen.program.parsers().size(); i++) {
            parser(code, i, gen.program.parsers().get(i));
        }
    }

    private void parser(Code code, int index, ParserDef parser) {
        code.blank().line("// " + parser.name()).line("private void parse_" + index + "() {");
        code.line("if (trace != null) {")
                .line("trace.block(" + Names.quoted(parser.name()) + ");")
                .line("}");
        code.line("int state = " + parser.start() + ";").line("int steps = 0;");
        code.line("while (state >= 0) {");
        code.line("if (++steps > " + MOST_STEPS + ") {");
        code.line("parserError = " + error("ParserTimeout") + ";")
                .line("return;")
                .line("}");
        code.line("switch (state) {");
        for (ParserDef.State state : parser.states()) {
            code.line("case " + state.index() + ": state = " + method(index, state) + "(); break;");
        }
        code.line("default: return;").line("}").line("}").line("}");
        for (ParserDef.State state : parser.states()) {
            state(code, index, state);
        }
    }

    private String method(int parser, ParserDef.State state) {
        return names.of("state", parser + "." + state.index(), parser + "_" + state.name());
    }

    private int error(String name) {
        return gen.program.errors().getOrDefault(name, 1);
    }

    private void state(Code code, int parser, ParserDef.State state) {
        code.blank().line("private int " + method(parser, state) + "() {");
        code.line("if (trace != null) {")
                .line("trace.parserState(" + Names.quoted(state.name()) + ");")
                .line("}");
        PrimitiveCode primitives = new PrimitiveCode(gen, code, null);
        for (ParserDef.Op op : state.ops()) {
            op(code, primitives, op);
        }
        transitions(code, primitives.expressions().begin(), state);
        code.line("}");
    }

    private void op(Code code, PrimitiveCode primitives, ParserDef.Op op) {
        Expressions expressions = primitives.expressions().begin();
        if (op instanceof ParserDef.Extract extract) {
            code.line("if (!" + wire.extract(extract.header()) + "()) {")
                    .line("return -1;")
                    .line("}");
        } else if (op instanceof ParserDef.ExtractVarbit extract) {
            String length = expressions.index(extract.length());
            code.line("if (!" + wire.extractVarbit(extract.header()) + "(" + length + ")) {");
            code.line("return -1;").line("}");
        } else if (op instanceof ParserDef.ExtractNext extract) {
            extractNext(code, expressions, extract);
        } else if (op instanceof ParserDef.Set set) {
            lookahead(code, set.value());
            new Assignment(gen, expressions).assign(set.target(), set.value());
        } else if (op instanceof ParserDef.Verify verify) {
            code.line("if (!" + expressions.truth(verify.condition()) + ") {");
            code.line("parserError = (int) " + expressions.index(verify.error()) + ";");
            code.line("return -1;").line("}");
        } else if (op instanceof ParserDef.Advance advance) {
            String bits = expressions.index(advance.bits());
            String name = gen.method("advance", ParserCode.this::advance);
            code.line("if (!" + name + "(" + bits + ")) {").line("return -1;").line("}");
        } else if (op instanceof ParserDef.Run run) {
            primitives.write(run.primitive());
        }
    }

    private String advance() {
        return new Code()
                .line("private boolean advance(long bits) {")
                .line("if ((bits & 7) != 0) {")
                .line("parserError = " + error("ParserInvalidArgument") + ";")
                .line("return false;")
                .line("}")
                .line("if (bits < 0 || bits > (end - cursor) * 8L) {")
                .line("parserError = " + error("PacketTooShort") + ";")
                .line("return false;")
                .line("}")
                .line("cursor += (int) (bits >> 3);")
                .line("return true;")
                .line("}")
                .toString();
    }

    private void extractNext(Code code, Expressions expressions, ParserDef.ExtractNext extract) {
        HeaderStack stack = extract.stack();
        String length = extract.varbitLength() == null ? "" : expressions.index(extract.varbitLength());
        code.line("if (" + names.next(stack) + " >= " + stack.size() + ") {");
        code.line("parserError = " + error("StackOutOfBounds") + ";")
                .line("return -1;")
                .line("}");
        String done = "extracted_" + names.next(stack) + "_" + code.length();
        code.line("boolean " + done + ";");
        code.line("switch (" + names.next(stack) + ") {");
        for (int i = 0; i < stack.size(); i++) {
            HeaderInstance header = stack.ofUnions()
                    ? stack.unions().get(i).headers().get(extract.member())
                    : stack.headers().get(i);
            String method = length.isEmpty() ? wire.extract(header) : wire.extractVarbit(header);
            code.line((i == stack.size() - 1 ? "default" : "case " + i) + ": " + done + " = " + method + "(" + length
                    + "); break;");
        }
        code.line("}");
        code.line("if (!" + done + ") {").line("return -1;").line("}");
        code.line(names.next(stack) + "++;");
    }

    private void lookahead(Code code, Expr value) {
        int bits = lookaheadBits(value);
        if (bits > 0) {
            code.line("if ((end - cursor) * 8L < " + bits + "L) {");
            code.line("parserError = " + error("PacketTooShort") + ";")
                    .line("return -1;")
                    .line("}");
        }
    }

    private static int lookaheadBits(@org.jspecify.annotations.Nullable Expr expr) {
        if (expr instanceof Expr.Lookahead lookahead) {
            return lookahead.offset() + lookahead.width();
        }
        if (expr instanceof Expr.Op op) {
            return Math.max(
                    Math.max(lookaheadBits(op.left()), lookaheadBits(op.right())), lookaheadBits(op.condition()));
        }
        return 0;
    }

    private void transitions(Code code, Expressions expressions, ParserDef.State state) {
        List<ParserDef.KeyPart> parts = state.key();
        for (ParserDef.KeyPart part : parts) {
            lookahead(code, part.value());
        }
        boolean narrow = parts.stream().mapToInt(p -> padded(p.width())).sum() <= 64;
        if (narrow && !parts.isEmpty()) {
            StringBuilder key = new StringBuilder();
            for (ParserDef.KeyPart part : parts) {
                String value = expressions.unsigned(part.value(), part.width());
                key = key.length() == 0
                        ? new StringBuilder(value)
                        : new StringBuilder("(" + key + ") << " + padded(part.width()) + " | " + value);
            }
            code.line("long select = " + key + ";");
        } else {
            for (int i = 0; i < parts.size(); i++) {
                int limbs = (parts.get(i).width() + 63) / 64;
                for (int limb = 0; limb < limbs; limb++) {
                    String value = limbs == 1
                            ? expressions.unsigned(
                                    parts.get(i).value(), parts.get(i).width())
                            : expressions.leaf(parts.get(i).value(), limb, 64);
                    code.line("long select" + i + "_" + limb + " = " + value + ";");
                }
            }
        }
        if (narrow && switchable(state)) {
            switched(code, state);
            return;
        }
        for (ParserDef.Transition transition : state.transitions()) {
            if (transition.value() == null && transition.valueSet() == null) {
                code.line("return " + transition.next() + ";");
                return;
            }
            String condition = transition.valueSet() != null
                    ? inValueSet(code, transition.valueSet(), state, narrow, transition.mask())
                    : narrow ? narrowMatch(transition, state) : wideMatch(transition, parts);
            code.line("if (" + condition + ") {")
                    .line("return " + transition.next() + ";")
                    .line("}");
        }
        noMatch(code, state);
    }

    private void noMatch(Code code, ParserDef.State state) {
        if (!state.transitions().isEmpty()) {
            code.line("parserError = " + error("NoMatch") + ";");
        }
        code.line("return -1;");
    }

    private static int padded(int width) {
        return (width + 7) / 8 * 8;
    }

    private static boolean switchable(ParserDef.State state) {
        Set<BigInteger> values = new HashSet<>();
        for (ParserDef.Transition transition : state.transitions()) {
            if (transition.valueSet() != null || transition.mask() != null) {
                return false;
            }
            if (transition.value() == null) {
                break;
            }
            if (transition.value().bitLength() > 31 || !values.add(transition.value())) {
                return false;
            }
        }
        return !values.isEmpty() && state.keyBits() <= 31;
    }

    private void switched(Code code, ParserDef.State state) {
        code.line("switch ((int) select) {");
        boolean otherwise = false;
        for (ParserDef.Transition transition : state.transitions()) {
            if (transition.value() == null) {
                code.line("default: return " + transition.next() + ";");
                otherwise = true;
                break;
            }
            code.line("case 0x" + transition.value().toString(16) + ": return " + transition.next() + ";");
        }
        if (!otherwise) {
            code.line("default: break;");
        }
        code.line("}");
        if (!otherwise) {
            noMatch(code, state);
        }
    }

    private static String narrowMatch(ParserDef.Transition transition, ParserDef.State state) {
        long value = transition.value() == null ? 0 : transition.value().longValue();
        if (transition.mask() == null) {
            return "select == " + Gen.literal(value);
        }
        int bits = state.key().stream().mapToInt(p -> padded(p.width())).sum();
        long mask = transition.mask().longValue() & (bits >= 64 ? -1L : (1L << bits) - 1);
        return "(select & " + Gen.literal(mask) + ") == " + Gen.literal(value & mask);
    }

    private static String wideMatch(ParserDef.Transition transition, List<ParserDef.KeyPart> parts) {
        StringBuilder condition = new StringBuilder();
        int bits = parts.stream().mapToInt(p -> padded(p.width())).sum();
        BigInteger value = transition.value() == null ? BigInteger.ZERO : transition.value();
        BigInteger mask =
                transition.mask() == null ? BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE) : transition.mask();
        for (int i = 0; i < parts.size(); i++) {
            bits -= padded(parts.get(i).width());
            for (int limb = 0; limb < (parts.get(i).width() + 63) / 64; limb++) {
                int width = Math.min(64, parts.get(i).width() - 64 * limb);
                long all = width == 64 ? -1L : (1L << width) - 1;
                long m = mask.shiftRight(bits + 64 * limb).longValue() & all;
                long v = value.shiftRight(bits + 64 * limb).longValue() & m;
                condition.append(condition.length() == 0 ? "" : " && ");
                condition.append("(select" + i + "_" + limb + " & " + Gen.literal(m) + ") == " + Gen.literal(v));
            }
        }
        return condition.toString();
    }

    private String inValueSet(
            Code code,
            String name,
            ParserDef.State state,
            boolean narrow,
            @org.jspecify.annotations.Nullable BigInteger mask) {
        int index = gen.program.valueSets().stream()
                .filter(v -> v.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refused.because("value set '" + name + "'", state.source()))
                .index();
        List<Integer> widths =
                state.key().stream().map(ParserDef.KeyPart::width).toList();
        if (mask != null || !gen.program.valueSetWidths(name).equals(widths)) {
            throw Refused.because("value set '" + name + "' compared in two ways", state.source());
        }
        KeyLayout layout = layout(widths);
        String[] words = new String[layout.words()];
        java.util.Arrays.fill(words, "0L");
        int below = state.key().stream().mapToInt(p -> padded(p.width())).sum();
        for (int i = 0; i < widths.size(); i++) {
            below -= padded(widths.get(i));
            int width = widths.get(i);
            int first = layout.bit(i) >>> 6;
            if (width > 64) {
                int part = i;
                List<Slices.Word> laid = new Slices()
                        .add(new Slices.Piece(width, limb -> "select" + part + "_" + limb))
                        .words();
                for (int k = 0; k < laid.size(); k++) {
                    words[first + k] = laid.get(k).java();
                }
                continue;
            }
            String value =
                    narrow ? "(select >>> " + below + " & " + Expressions.mask(width) + ")" : "select" + i + "_0";
            int shift = 64 - (layout.bit(i) & 63) - width;
            words[first] += " | " + (shift == 0 ? value : value + " << " + shift);
        }
        for (int i = 0; i < words.length; i++) {
            code.line("key[" + i + "] = " + words[i] + ";");
        }
        return "state.valueSets()[" + index + "].lookup(key) != null";
    }

    /** How the members of a value set are packed: every field may have a mask. */
    static KeyLayout layout(List<Integer> widths) {
        return KeyLayout.of(Collections.nCopies(widths.size(), TableDef.Match.TERNARY), widths);
    }
}
