package io.ipdk.p4target.codegen;

import io.ipdk.p4target.extern.ExternType;
import io.ipdk.p4target.program.Expr;
import io.ipdk.p4target.program.Primitive;
import io.ipdk.p4target.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Methods of extern instances: those of PSA, and those an application brings. */
final class ExternCode {
    private static final int MOST_ARGUMENTS = 32;

    private final Gen gen;
    private final Expressions expressions;
    private final Assignment assignment;

    ExternCode(Gen gen, Expressions expressions) {
        this.gen = gen;
        this.expressions = expressions;
        assignment = new Assignment(gen, expressions);
    }

    /** Writes a call; says whether the primitive is one. */
    boolean write(Primitive primitive) {
        if (!primitive.op().startsWith("_")
                || primitive.args().isEmpty()
                || !(primitive.args().get(0) instanceof Expr.Named named)
                || !named.kind().equals("extern")) {
            return false;
        }
        Program.Extern extern = gen.program.externs().get(named.name());
        if (extern == null || !primitive.op().startsWith("_" + extern.type() + "_")) {
            throw Refused.because("extern '" + named.name() + "' in '" + primitive.op() + "'", primitive.source());
        }
        String method = primitive.op().substring(extern.type().length() + 2);
        List<Expr> args = primitive.args().subList(1, primitive.args().size());
        if (gen.externTypes.containsKey(extern.type())) {
            own(gen.externTypes.get(extern.type()), extern, method, args, primitive);
            return true;
        }
        switch (extern.type() + "." + method) {
            case "InternetChecksum.clear" -> line(state(extern) + " = 0L;");
            case "InternetChecksum.add" ->
                line(state(extern) + " = Hashes.fold(" + state(extern) + " + " + sum(extern, args, primitive) + ");");
            case "InternetChecksum.subtract" ->
                line(state(extern) + " = Hashes.fold(" + state(extern) + " + (0xFFFFL ^ " + sum(extern, args, primitive)
                        + "));");
            case "InternetChecksum.get" -> assignment.assignJava(args.get(0), "~" + state(extern) + " & 0xFFFFL");
            case "InternetChecksum.get_state" -> assignment.assignJava(args.get(0), state(extern));
            case "InternetChecksum.set_state" ->
                line(state(extern) + " = " + expressions.unsigned(args.get(0), 16) + ";");
            case "InternetChecksum.get_verify" ->
                assignment.assignJava(
                        args.get(0),
                        "((~" + state(extern) + " & 0xFFFFL) == " + expressions.unsigned(args.get(1), 16)
                                + " ? 1L : 0L)");
            case "Hash.get_hash" -> assignment.assignJava(args.get(0), hash(extern, args.get(1), primitive));
            case "Hash.get_hash_mod" ->
                assignment.assignJava(
                        args.get(0),
                        "(" + expressions.number(args.get(1), 64) + " + Narrow.remainderUnsigned("
                                + hash(extern, args.get(2), primitive) + ", " + expressions.number(args.get(3), 64)
                                + "))");
            case "Counter.count" ->
                line("env_counters_" + counter(extern, primitive) + ".count(" + expressions.index(args.get(0))
                        + ", countedLength, worker);");
            case "Meter.execute" -> meter(extern, args, primitive);
            case "Random.read" ->
                assignment.assignJava(
                        args.get(0), "random(" + bound(extern, "min") + ", " + bound(extern, "max") + ")");
            default ->
                throw Refused.because(
                        "method '" + method + "' of extern type '" + extern.type() + "'", primitive.source());
        }
        return true;
    }

    private String state(Program.Extern extern) {
        return "checksum_" + extern.index();
    }

    private String sum(Program.Extern extern, List<Expr> args, Primitive primitive) {
        String identity = extern.name() + "_" + args;
        String call = new CalculationCode(gen).call(identity, "csum16", flat(args), false, primitive.source());
        return "(0xFFFFL ^ " + call + ")";
    }

    private String hash(Program.Extern extern, Expr input, Primitive primitive) {
        String algorithm = String.valueOf(extern.attributes().getOrDefault("algo", "crc32"));
        return new CalculationCode(gen)
                .call(
                        extern.name() + "_" + input,
                        algorithm,
                        fromTheRight(flat(List.of(input))),
                        false,
                        primitive.source());
    }

    /** PSA's hashes fill input that ends within a byte with zeros in front, not behind. */
    private static List<Expr> fromTheRight(List<Expr> input) {
        int bits = 0;
        for (Expr element : input) {
            bits += element instanceof Expr.FieldRef ref
                    ? ref.field().width()
                    : element instanceof Expr.SizedConst constant ? constant.width() : 0;
        }
        if (bits % 8 == 0) {
            return input;
        }
        List<Expr> filled = new ArrayList<>();
        filled.add(new Expr.SizedConst(java.math.BigInteger.ZERO, 8 - bits % 8));
        filled.addAll(input);
        return filled;
    }

    private static List<Expr> flat(List<Expr> args) {
        List<Expr> all = new ArrayList<>();
        for (Expr arg : args) {
            if (arg instanceof Expr.Values values) {
                all.addAll(flat(values.elements()));
            } else {
                all.add(arg);
            }
        }
        return all;
    }

    private int counter(Program.Extern extern, Primitive primitive) {
        return gen.program.counters().stream()
                .filter(c -> c.name().equals(extern.name()))
                .findFirst()
                .orElseThrow(() -> Refused.because("counter '" + extern.name() + "' without array", primitive.source()))
                .index();
    }

    private void meter(Program.Extern extern, List<Expr> args, Primitive primitive) {
        int index = gen.program.meters().stream()
                .filter(m -> m.name().equals(extern.name()))
                .findFirst()
                .orElseThrow(() -> Refused.because("meter '" + extern.name() + "' without array", primitive.source()))
                .index();
        Map<String, Integer> colours = gen.program.enums().getOrDefault("PSA_MeterColor_t", Map.of());
        int green = colours.getOrDefault("GREEN", 1);
        int yellow = colours.getOrDefault("YELLOW", 2);
        int red = colours.getOrDefault("RED", 0);
        boolean aware = args.size() > 2;
        String before = "0";
        if (aware) {
            String colour = expressions.unsigned(args.get(1), 32);
            before = "(" + colour + " == " + red + " ? 2 : " + colour + " == " + yellow + " ? 1 : 0)";
        }
        String at = expressions.index(args.get(0));
        line("if (env_meters_" + index + ".has(" + at + ")) {");
        line("int colour = env_meters_" + index + ".colour(" + at + ", countedLength, " + before + ", now);");
        assignment.assignJava(
                args.get(aware ? 2 : 1),
                "(colour == 0 ? " + green + "L : colour == 1 ? " + yellow + "L : " + red + "L)");
        line("}");
    }

    private static String bound(Program.Extern extern, String which) {
        for (Map.Entry<String, Object> attribute : extern.attributes().entrySet()) {
            if (attribute.getKey().startsWith(which) && attribute.getValue() instanceof java.math.BigInteger value) {
                return Gen.literal(value.longValue());
            }
        }
        return "0L";
    }

    private void own(ExternType type, Program.Extern extern, String method, List<Expr> args, Primitive primitive) {
        if (!type.methods().contains(method)) {
            throw Refused.because("method '" + method + "' of extern type '" + extern.type() + "'", primitive.source());
        }
        List<Expr> all = flat(args);
        if (all.size() > MOST_ARGUMENTS) {
            throw Refused.because("a call of '" + method + "' with " + all.size() + " arguments", primitive.source());
        }
        String object = gen.names.of("extern", extern.name(), extern.name());
        gen.method(object, () -> {
            gen.member("private final ExternObject " + object + "_object = env.extern(" + Names.quoted(extern.name())
                    + ");");
            return "";
        });
        line("externArguments.begin(" + all.size() + ");");
        for (int i = 0; i < all.size(); i++) {
            Range range = Range.of(all.get(i));
            int limbs = Math.min(16, Math.max(1, (range.high().bitLength() + 63) / 64));
            if (limbs == 1) {
                line("externArguments.set(" + i + ", " + expressions.number(all.get(i), 64) + ");");
            } else {
                String value = expressions.wide().of(all.get(i), limbs);
                for (int limb = 0; limb < limbs; limb++) {
                    line("externArguments.set(" + i + ", " + limb + ", " + value + "[" + limb + "]);");
                }
            }
        }
        line(object + "_object.call(" + Names.quoted(method) + ", externArguments);");
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof Expr.FieldRef || all.get(i) instanceof Expr.FieldOf) {
                int argument = i;
                assignment.assignLimbs(all.get(i), limb -> "externArguments.get(" + argument + ", " + limb + ")");
            }
        }
    }

    private void line(String line) {
        expressions.out.line(line);
    }
}
