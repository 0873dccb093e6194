package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderType;
import io.ipdk.p4target.program.Program;
import java.util.List;

/** Headers from and to bytes. */
final class WireCode {
    private final Gen gen;
    private final Names names;
    private final HeaderCode headers;

    WireCode(Gen gen) {
        this.gen = gen;
        names = gen.names;
        headers = new HeaderCode(gen);
    }

    private int error(String name) {
        return gen.program.errors().getOrDefault(name, 1);
    }

    /** The name of a method that extracts a header of fixed length and says whether the packet had enough bytes. */
    String extract(HeaderInstance header) {
        if (header.type().hasVarbit()) {
            throw Refused.because("extracting varbit header '" + header.name() + "' without a length");
        }
        String name = names.method("extract", header);
        return gen.method(name, () -> {
            int bits = header.type().fixedBits();
            if (bits % 8 != 0) {
                throw Refused.because(
                        "extracting header '" + header.name() + "' of " + bits + " bits, no multiple of 8,");
            }
            Code code = new Code();
            code.line("private boolean " + name + "() {");
            code.line("if (end - cursor < " + bits / 8 + ") {");
            code.line("parserError = " + error("PacketTooShort") + ";")
                    .line("return false;")
                    .line("}");
            int at = 0;
            for (HeaderType.Field field : header.type().fields()) {
                for (int limb = field.limbs() - 1; limb >= 0; limb--) {
                    int width = Math.min(64, field.width() - 64 * limb);
                    code.line(names.limb(header, field, limb) + " = " + Slices.read(at, width) + ";");
                    at += width;
                }
            }
            code.line(headers.markValid(header));
            code.line("cursor += " + bits / 8 + ";").line("return true;");
            return code.line("}").toString();
        });
    }

    /** The name of a method that extracts a header whose varbit has a length, and says whether that worked. */
    String extractVarbit(HeaderInstance header) {
        String name = names.method("extract", header);
        return gen.method(name, () -> {
            Code code = new Code();
            HeaderType.Field varbit = header.type().fields().stream()
                    .filter(HeaderType.Field::varbit)
                    .findFirst()
                    .orElseThrow(() -> Refused.because("header '" + header.name() + "' extracted with a length"));
            int fixed = header.type().fixedBits();
            code.line("private boolean " + name + "(long length) {");
            code.line("if ((" + fixed + " + length & 7) != 0) {");
            code.line("parserError = " + error("ParserInvalidArgument") + ";")
                    .line("return false;")
                    .line("}");
            code.line("if (length < 0 || (end - cursor) * 8L < " + fixed + " + length) {");
            code.line("parserError = " + error("PacketTooShort") + ";")
                    .line("return false;")
                    .line("}");
            code.line("if (length > " + varbit.width() + ") {");
            code.line("parserError = " + error("HeaderTooShort") + ";")
                    .line("return false;")
                    .line("}");
            code.line("long bit = cursor * 8L;");
            for (HeaderType.Field field : header.type().fields()) {
                if (field.varbit()) {
                    code.line(names.bits(header, field) + " = (int) length;");
                    code.line("Bits.copy(buffer, bit, " + names.field(header, field) + ", 0L, (int) length);");
                    code.line("bit += length;");
                    continue;
                }
                for (int limb = field.limbs() - 1; limb >= 0; limb--) {
                    int width = Math.min(64, field.width() - 64 * limb);
                    code.line(names.limb(header, field, limb) + " = Bits.read(buffer, bit, " + width + ");");
                    code.line("bit += " + width + ";");
                }
            }
            code.line(headers.markValid(header));
            code.line("cursor = (int) (bit >> 3);").line("return true;");
            return code.line("}").toString();
        });
    }

    private String emit(HeaderInstance header) {
        String name = names.method("emit", header);
        return gen.method(name, () -> {
            Code code = new Code();
            code.line("private int " + name + "(int at) {");
            if (header.type().hasVarbit()) {
                code.line("long bit = at * 8L;");
                for (HeaderType.Field field : header.type().fields()) {
                    if (field.varbit()) {
                        String bits = names.bits(header, field);
                        code.line("Bits.copy(" + names.field(header, field) + ", 0L, buffer, bit, " + bits + ");");
                        code.line("bit += " + bits + ";");
                        continue;
                    }
                    for (int limb = field.limbs() - 1; limb >= 0; limb--) {
                        int width = Math.min(64, field.width() - 64 * limb);
                        code.line("Bits.write(buffer, bit, " + width + ", " + names.limb(header, field, limb) + ");");
                        code.line("bit += " + width + ";");
                    }
                }
                return code.line("return (int) (bit >> 3);").line("}").toString();
            }
            Slices slices = new Slices();
            for (HeaderType.Field field : header.type().fields()) {
                slices.add(Slices.Piece.of(gen, header, field));
            }
            List<Slices.Word> words = slices.words();
            for (int i = 0; i < words.size(); i++) {
                Slices.Word word = words.get(i);
                String to = "buffer, at + " + 8 * i + ", " + word.java();
                code.line(
                        word.bits() == 64
                                ? "Bits.putLong(" + to + ");"
                                : "Bits.putTop(" + to + ", " + word.bits() / 8 + ");");
            }
            return code.line("return at + " + header.type().fixedBits() / 8 + ";")
                    .line("}")
                    .toString();
        });
    }

    void deparsers(Code code) {
        code.blank().line("public void deparse(int deparser) {").line("switch (deparser) {");
        for (int i = 0; i < gen.program.deparsers().size(); i++) {
            code.line("case " + i + ": deparse_" + i + "(); break;");
        }
        code.line("default: break;").line("}").line("}");
        for (int i = 0; i < gen.program.deparsers().size(); i++) {
            deparser(code, i, gen.program.deparsers().get(i));
        }
    }

    private void deparser(Code code, int index, Program.Deparser deparser) {
        for (HeaderInstance header : deparser.order()) {
            if (!header.metadata()
                    && header.type().fixedBits() % 8 != 0
                    && !header.type().hasVarbit()) {
                throw Refused.because("emitting header '" + header.name() + "' of "
                        + header.type().fixedBits() + " bits, no multiple of 8,");
            }
        }
        code.blank().line("// " + deparser.name()).line("private void deparse_" + index + "() {");
        code.line("if (trace != null) {")
                .line("trace.block(" + Names.quoted(deparser.name()) + ");")
                .line("}");
        PrimitiveCode primitives = new PrimitiveCode(gen, code, null);
        deparser.primitives().forEach(primitives::write);
        code.line("int bytes = 0;");
        for (HeaderInstance header : deparser.order()) {
            code.line("if (" + headers.validity(header) + ") {");
            code.line("bytes += " + headers.lengthOf(header) + ";").line("}");
        }
        code.line("room(bytes);").line("start = cursor - bytes;").line("int at = start;");
        for (HeaderInstance header : deparser.order()) {
            code.line("if (" + headers.validity(header) + ") {");
            code.line("at = " + emit(header) + "(at);").line("}");
        }
        code.line("cursor = start;").line("}");
    }
}
