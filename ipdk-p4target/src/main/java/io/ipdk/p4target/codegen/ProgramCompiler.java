package io.ipdk.p4target.codegen;

import io.ipdk.p4target.P4LoadException;
import io.ipdk.p4target.extern.ExternType;
import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderType;
import io.ipdk.p4target.program.Program;
import io.ipdk.p4target.runtime.Environment;
import io.ipdk.p4target.runtime.ForwardingState;
import io.ipdk.p4target.runtime.PacketContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;

/** Turns a program into a class, by way of Java source that people can read. Thread-safe. */
public final class ProgramCompiler {
    private static final String PACKAGE = "io.ipdk.p4target.generated";

    private ProgramCompiler() {}

    /**
     * The Java source of a program.
     *
     * @throws P4LoadException if the program uses what this target does not have
     */
    public static String source(Program program, Map<String, ExternType> externTypes) {
        String className = className(program);
        Gen gen = new Gen(program, externTypes, program.actionNumbers());
        StateCode state = new StateCode(gen, className);
        Code body = new Code();
        state.methods(body);
        new ParserCode(gen).write(body);
        new ControlCode(gen).write(body);
        checksums(gen, body);
        new WireCode(gen).deparsers(body);
        Code fields = new Code();
        state.fields(fields);
        Code members = new Code();
        gen.write(members);
        StringBuilder source = new StringBuilder();
        source.append("// Made from ")
                .append(program.name().replaceAll("\\s+", " "))
                .append('\n');
        source.append("package " + PACKAGE + ";\n\n");
        source.append("import io.ipdk.p4target.extern.*;\n");
        source.append("import io.ipdk.p4target.runtime.*;\n");
        source.append("import io.ipdk.p4target.table.*;\n\n");
        source.append("public final class ").append(className).append(" extends PacketContext {\n");
        source.append("private static final ActionCall NOTHING = new ActionCall(-1, new long[0]);\n");
        source.append(fields).append('\n');
        source.append(constructor(gen, className)).append('\n');
        source.append(body);
        source.append(members);
        return source.append("}\n").toString();
    }

    private static String className(Program program) {
        String name = program.name().replaceAll("^.*/", "").replaceAll("\\.p4$", "");
        return "P4_" + Names.plain(name);
    }

    private static Code constructor(Gen gen, String className) {
        int headroom = 128;
        for (Program.Deparser deparser : gen.program.deparsers()) {
            int bytes =
                    deparser.order().stream().mapToInt(ProgramCompiler::longest).sum();
            headroom = Math.max(headroom, bytes + 64);
        }
        Code code = new Code();
        code.line("public " + className + "(Environment environment, ForwardingState state) {");
        code.line("super(environment, state, " + headroom + ", " + gen.scratchBytes() + ");");
        gen.program
                .counters()
                .forEach(c -> code.line("env_counters_" + c.index() + " = env.counter(" + c.index() + ");"));
        gen.program.meters().forEach(m -> code.line("env_meters_" + m.index() + " = env.meter(" + m.index() + ");"));
        gen.program
                .registers()
                .forEach(r -> code.line("env_registers_" + r.index() + " = env.register(" + r.index() + ");"));
        return code.line("}");
    }

    private static int longest(HeaderInstance header) {
        return (header.type().fields().stream()
                                .mapToInt(HeaderType.Field::width)
                                .sum()
                        + 7)
                / 8;
    }

    private static void checksums(Gen gen, Code code) {
        CalculationCode calculations = new CalculationCode(gen);
        code.blank().line("public boolean verifyChecksums() {").line("boolean right = true;");
        for (Program.Checksum checksum : gen.program.checksums()) {
            if (checksum.verify()) {
                Expressions expressions = new Expressions(gen, code, null);
                String there = new HeaderCode(gen).validity(checksum.target().header());
                code.line("if (" + there + " && " + expressions.truth(checksum.condition()) + ") {");
                code.line("right &= " + calculation(calculations, checksum) + " == "
                        + expressions.unsigned(checksum.target(), 64) + ";");
                code.line("}");
            }
        }
        code.line("return right;").line("}");
        code.blank().line("public void updateChecksums() {");
        for (Program.Checksum checksum : gen.program.checksums()) {
            if (checksum.update()) {
                Expressions expressions = new Expressions(gen, code, null);
                code.line("if (" + expressions.truth(checksum.condition()) + ") {");
                new Assignment(gen, expressions).assignJava(checksum.target(), calculation(calculations, checksum));
                code.line("}");
            }
        }
        code.line("}");
    }

    private static String calculation(CalculationCode calculations, Program.Checksum checksum) {
        Program.Calculation calculation = checksum.calculation();
        return calculations.call(
                calculation.name(), calculation.algorithm(), calculation.input(), true, calculation.source());
    }

    /** Makes packet contexts of a compiled program. */
    public interface ContextFactory {
        /** A new packet context. */
        PacketContext create(Environment environment, ForwardingState state);
    }

    /**
     * Compiles generated source.
     *
     * @throws P4LoadException if that fails, which is a fault of this target
     */
    public static ContextFactory compile(Program program, String source) {
        Class<?> type = SourceCompiler.compile(program.name(), PACKAGE + "." + className(program), source);
        try {
            MethodHandle constructor = MethodHandles.publicLookup()
                    .findConstructor(type, MethodType.methodType(void.class, Environment.class, ForwardingState.class))
                    .asType(MethodType.methodType(PacketContext.class, Environment.class, ForwardingState.class));
            return (environment, state) -> create(constructor, environment, state);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw SourceCompiler.failed(program.name(), e);
        }
    }

    /**
     * Gets the compiler ready in the background, once in a JVM; whoever is going to load a program calls it early, so that the
     * first load waits less.
     */
    public static void prepare() {
        CompilerStart.begin();
    }

    private static PacketContext create(MethodHandle constructor, Environment environment, ForwardingState state) {
        try {
            return (PacketContext) constructor.invokeExact(environment, state);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
