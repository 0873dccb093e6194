package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.Expr;
import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderStack;
import io.ipdk.p4target.program.HeaderType;
import io.ipdk.p4target.program.Program;
import io.ipdk.p4target.runtime.Intrinsic;
import java.util.ArrayList;
import java.util.List;

/** The packet's headers and metadata as Java fields, and what is done with all of them. */
final class StateCode {
    private static final int STATEMENTS = 120;

    private final Gen gen;
    private final Names names;
    private final HeaderCode headers;
    private final String className;

    StateCode(Gen gen, String className) {
        this.gen = gen;
        this.className = className;
        names = gen.names;
        headers = new HeaderCode(gen);
    }

    void fields(Code code) {
        for (HeaderInstance header : gen.program.headers()) {
            code.blank().line("// " + header.type().name() + " " + header.name());
            if (!header.metadata()) {
                code.line("private boolean " + names.valid(header) + ";");
                code.line("private boolean " + names.dirty(header) + ";");
            }
            for (HeaderType.Field field : header.type().fields()) {
                if (field.varbit()) {
                    code.line("private final byte[] " + names.field(header, field) + " = new byte["
                            + ((field.width() + 7) / 8 + 16) + "];");
                    code.line("private int " + names.bits(header, field) + ";");
                } else {
                    for (int limb = 0; limb < field.limbs(); limb++) {
                        code.line("private long " + names.limb(header, field, limb) + ";");
                    }
                }
            }
        }
        for (HeaderStack stack : gen.program.stacks()) {
            code.line("private int " + names.next(stack) + ";");
        }
        for (Program.Extern extern : gen.program.externs().values()) {
            if (extern.type().equals("InternetChecksum")) {
                code.line("private long checksum_" + extern.index() + ";");
            }
        }
        code.line("private final long[] key = new long[" + 64 + "];");
        code.blank();
        gen.program.counters().forEach(c -> code.line("private final CounterArray env_counters_" + c.index() + ";"));
        gen.program.meters().forEach(m -> code.line("private final MeterArray env_meters_" + m.index() + ";"));
        gen.program.registers().forEach(r -> code.line("private final RegisterArray env_registers_" + r.index() + ";"));
    }

    void methods(Code code) {
        clear(code);
        resetMetadata(code);
        copyFrom(code);
        copyFields(code);
        digest(code);
        intrinsics(code);
    }

    /** Splits many statements over several methods, so that each stays small enough to be compiled by the JVM. */
    private void split(Code code, String signature, String call, String params, String args, List<String> statements) {
        code.blank().line(signature + " {");
        int parts = (statements.size() + STATEMENTS - 1) / STATEMENTS;
        if (parts <= 1) {
            statements.forEach(s -> s.lines().forEach(code::line));
            code.line("}");
            return;
        }
        for (int i = 0; i < parts; i++) {
            code.line(call + "_part" + i + "(" + args + ");");
        }
        code.line("}");
        for (int i = 0; i < parts; i++) {
            code.blank().line("private void " + call + "_part" + i + "(" + params + ") {");
            statements
                    .subList(i * STATEMENTS, Math.min(statements.size(), (i + 1) * STATEMENTS))
                    .forEach(s -> s.lines().forEach(code::line));
            code.line("}");
        }
    }

    private List<String> zeroes(HeaderInstance header) {
        List<String> all = new ArrayList<>();
        for (HeaderType.Field field : header.type().fields()) {
            for (int limb = 0; limb < field.limbs(); limb++) {
                all.add(names.limb(header, field, limb) + " = 0L;");
            }
        }
        return all;
    }

    private void clear(Code code) {
        List<String> statements = new ArrayList<>();
        statements.add("parserError = 0;");
        for (HeaderInstance header : gen.program.headers()) {
            if (header.metadata()) {
                statements.addAll(zeroes(header));
            } else {
                statements.add("if (" + names.dirty(header) + ") {\n" + names.valid(header) + " = false;\n"
                        + names.dirty(header) + " = false;\n" + headers.clear(header) + "\n}");
            }
        }
        for (HeaderStack stack : gen.program.stacks()) {
            statements.add(names.next(stack) + " = 0;");
        }
        for (Program.Extern extern : gen.program.externs().values()) {
            if (extern.type().equals("InternetChecksum")) {
                statements.add("checksum_" + extern.index() + " = 0L;");
            }
        }
        split(code, "public void clear()", "clear", "", "", statements);
    }

    private void resetMetadata(Code code) {
        List<String> statements = new ArrayList<>();
        for (HeaderInstance header : gen.program.headers()) {
            if (header.metadata()) {
                statements.addAll(zeroes(header));
            }
        }
        split(code, "public void resetMetadata()", "resetMetadata", "", "", statements);
    }

    private void copyFrom(Code code) {
        List<String> statements = new ArrayList<>();
        for (HeaderInstance header : gen.program.headers()) {
            if (header.metadata()) {
                headers.copyFields(header, "p.", header).lines().forEach(statements::add);
                continue;
            }
            String name = names.method("copy", header);
            gen.method(
                    name,
                    () -> "private void " + name + "(" + className + " p) {\n"
                            + headers.copyFields(header, "p.", header) + "}\n");
            statements.add(names.valid(header) + " = p." + names.valid(header) + ";");
            statements.add("if (p." + names.dirty(header) + " || " + names.dirty(header) + ") {\n" + name + "(p);\n"
                    + names.dirty(header) + " = true;\n}");
        }
        for (HeaderStack stack : gen.program.stacks()) {
            statements.add(names.next(stack) + " = p." + names.next(stack) + ";");
        }
        code.blank().line("public void copyFrom(PacketContext from) {");
        code.line("copyPacket(from);")
                .line("copyState((" + className + ") from);")
                .line("}");
        split(code, "private void copyState(" + className + " p)", "copyState", className + " p", "p", statements);
    }

    private void copyFields(Code code) {
        code.blank().line("public void copyFields(int list, PacketContext from) {");
        code.line(className + " p = (" + className + ") from;").line("switch (list) {");
        for (Program.FieldList list : gen.program.fieldLists().values()) {
            code.line("case " + list.id() + ":");
            for (Expr element : list.elements()) {
                copyElement(code, element);
            }
            code.line("break;");
        }
        code.line("default:").line("break;").line("}").line("}");
    }

    private void copyElement(Code code, Expr element) {
        if (element instanceof Expr.FieldRef ref && !ref.field().varbit()) {
            for (int limb = 0; limb < ref.field().limbs(); limb++) {
                String name = names.limb(ref.header(), ref.field(), limb);
                code.line(name + " = p." + name + ";");
            }
            if (!ref.header().metadata()) {
                code.line(names.dirty(ref.header()) + " = true;");
            }
        } else if (element instanceof Expr.HeaderRef ref) {
            headers.copyFields(ref.header(), "p.", ref.header()).lines().forEach(code::line);
            if (!ref.header().metadata()) {
                code.line(names.valid(ref.header()) + " = p." + names.valid(ref.header()) + ";");
                code.line(names.dirty(ref.header()) + " = true;");
            }
        } else if (element instanceof Expr.ValidRef valid && valid.header() instanceof Expr.HeaderRef ref) {
            code.line(names.valid(ref.header()) + " = p." + names.valid(ref.header()) + ";");
        } else {
            throw Refused.because("a field list with " + element);
        }
    }

    private void digest(Code code) {
        code.blank().line("public int digest(int list, long[] values) {").line("switch (list) {");
        for (Program.FieldList list : gen.program.learnLists().values()) {
            code.line("case " + list.id() + ": {");
            Expressions expressions = new Expressions(gen, code, null);
            int at = 0;
            for (Expr element : list.elements()) {
                for (String value : digestValues(element, expressions)) {
                    code.line("values[" + at++ + "] = " + value + ";");
                }
            }
            code.line("return " + at + ";").line("}");
        }
        code.line("default:").line("return 0;").line("}").line("}");
    }

    /** The longs of an element, as {@link Program#digestWidths} counts them. */
    private List<String> digestValues(Expr element, Expressions expressions) {
        List<String> all = new ArrayList<>();
        if (element instanceof Expr.HeaderRef ref) {
            all.add("(" + headers.validity(ref.header()) + " ? 1L : 0L)");
            for (HeaderType.Field field : ref.header().type().fields()) {
                all.addAll(digestValues(new Expr.FieldRef(ref.header(), field), expressions));
            }
        } else if (element instanceof Expr.FieldRef ref) {
            if (ref.field().varbit()) {
                throw Refused.because("a digest of varbit '" + ref.field().name() + "'");
            }
            for (int limb = 0; limb < ref.field().limbs(); limb++) {
                all.add(names.limb(ref.header(), ref.field(), limb));
            }
        } else if (element instanceof Expr.SizedConst constant) {
            for (int limb = 0; limb < (constant.width() + 63) / 64; limb++) {
                all.add(Gen.literal(constant.value().shiftRight(64 * limb).longValue()));
            }
        } else {
            all.add(expressions.number(element, 64));
        }
        return all;
    }

    private void intrinsics(Code code) {
        code.blank().line("public long get(int intrinsic) {").line("switch (intrinsic) {");
        for (int i = 0; i < Intrinsic.count(); i++) {
            Expr.FieldRef field = intrinsic(i);
            if (field != null) {
                code.line("case " + i + ": return " + names.field(field.header(), field.field()) + ";");
            }
        }
        code.line("default: return 0L;").line("}").line("}");
        code.blank().line("public void set(int intrinsic, long value) {").line("switch (intrinsic) {");
        for (int i = 0; i < Intrinsic.count(); i++) {
            Expr.FieldRef field = intrinsic(i);
            if (field != null) {
                String mask = field.field().width() >= 64
                        ? ""
                        : " & " + Expressions.mask(field.field().width());
                code.line("case " + i + ": " + names.field(field.header(), field.field()) + " = value" + mask
                        + "; break;");
            }
        }
        code.line("default: break;").line("}").line("}");
    }

    private Expr.@org.jspecify.annotations.Nullable FieldRef intrinsic(int intrinsic) {
        String name = Intrinsic.name(intrinsic);
        int dot = name.indexOf('.');
        for (HeaderInstance header : gen.program.headers()) {
            boolean older = name.startsWith("standard_metadata.")
                    && (header.name().equals("intrinsic_metadata")
                            || header.name().equals("queueing_metadata"));
            if (header.name().equals(name.substring(0, dot)) || older) {
                for (HeaderType.Field field : header.type().fields()) {
                    if (field.name().equals(name.substring(dot + 1)) && field.width() <= 64) {
                        return new Expr.FieldRef(header, field);
                    }
                }
            }
        }
        return null;
    }
}
