package io.ipdk.p4target;

import io.ipdk.p4target.codegen.ProgramCompiler;
import io.ipdk.p4target.dataplane.InitialState;
import io.ipdk.p4target.extern.ExternObject;
import io.ipdk.p4target.extern.ExternType;
import io.ipdk.p4target.program.CrossCheck;
import io.ipdk.p4target.program.DirectCounters;
import io.ipdk.p4target.program.Program;
import io.ipdk.p4target.program.ProgramReader;
import io.ipdk.p4target.program.TableDef;
import io.ipdk.p4target.runtime.CounterArray;
import io.ipdk.p4target.runtime.Environment;
import io.ipdk.p4target.runtime.ForwardingState;
import io.ipdk.p4target.runtime.MeterArray;
import io.ipdk.p4target.runtime.PacketContext;
import io.ipdk.p4target.runtime.RegisterArray;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.p4.config.v1.P4Info;

/**
 * A program that was loaded: checked, compiled, ready to run any number of times. Immutable.
 *
 * <pre>{@code
 * P4Pipeline pipeline = P4Pipeline.load(p4info, json, PipelineOptions.defaults());
 * P4Dataplane dataplane = new P4Dataplane(pipeline, TargetClock.system(), TargetListener.none());
 * PacketProcessor processor = dataplane.newProcessor((port, bytes, offset, length) -> ...);
 * processor.process(1, frame, 0, frame.length);
 * }</pre>
 */
public final class P4Pipeline {
    private final P4Info p4info;
    private final byte[] config;
    private final Program program;
    private final PipelineOptions options;
    private final String source;
    private final ProgramCompiler.ContextFactory contexts;
    private final Map<String, Integer> actionNumbers;
    private final boolean usesTime;

    private P4Pipeline(
            P4Info p4info,
            byte[] config,
            Program program,
            PipelineOptions options,
            String source,
            ProgramCompiler.ContextFactory contexts) {
        this.p4info = p4info;
        this.config = config;
        this.program = program;
        this.options = options;
        this.source = source;
        this.contexts = contexts;
        actionNumbers = program.actionNumbers();
        usesTime = program.timestamps()
                || program.tables().stream().anyMatch(TableDef::idleTimeout)
                || !program.meters().isEmpty()
                || !program.learnLists().isEmpty();
    }

    /**
     * Loads what p4c wrote.
     *
     * @param p4info of the program
     * @param json of the same program, for bmv2
     * @throws P4LoadException if one is broken, they do not belong together, or the program uses what this target does not
     *     have; the message names it and its source line
     */
    public static P4Pipeline load(P4Info p4info, byte[] json, PipelineOptions options) {
        ProgramCompiler.prepare();
        try {
            return compile(p4info, json, options);
        } catch (StackOverflowError e) {
            throw new P4LoadException(
                    "the program has an expression or a control that is nested too deeply",
                    "write it in several steps",
                    e);
        }
    }

    private static P4Pipeline compile(P4Info p4info, byte[] json, PipelineOptions options) {
        Program program = DirectCounters.of(p4info, ProgramReader.read(json));
        CrossCheck.check(p4info, program);
        Map<String, ExternType> types =
                options.externTypes().stream().collect(Collectors.toMap(ExternType::name, type -> type));
        String source = ProgramCompiler.source(program, types);
        return new P4Pipeline(p4info, json.clone(), program, options, source, ProgramCompiler.compile(program, source));
    }

    public P4Info p4info() {
        return p4info;
    }

    /** The JSON it was loaded from. */
    public byte[] config() {
        return config.clone();
    }

    public Program program() {
        return program;
    }

    public PipelineOptions options() {
        return options;
    }

    /** The Java source the program was turned into. */
    public String javaSource() {
        return source;
    }

    /** The number of an action in entries, by its name. */
    public Map<String, Integer> actionNumbers() {
        return actionNumbers;
    }

    /** Counters, meters, registers and externs as they are in the beginning. */
    public Environment newEnvironment() {
        Map<String, ExternObject> externs = new HashMap<>();
        for (Program.Extern extern : program.externs().values()) {
            options.externTypes().stream()
                    .filter(type -> type.name().equals(extern.type()))
                    .forEach(type -> externs.put(extern.name(), type.create(extern.name(), extern.attributes())));
        }
        return new Environment(
                program.counters().stream().map(c -> new CounterArray(c.size())).toList(),
                program.meters().stream()
                        .map(m -> new MeterArray(m.direct() ? 0 : m.size(), m.bytes()))
                        .toList(),
                program.registers().stream()
                        .map(r -> new RegisterArray(r.size(), r.width()))
                        .toList(),
                externs,
                options.dropPort());
    }

    /** The entries and defaults that the source gives; everything else empty. */
    public ForwardingState initialState(long now) {
        return InitialState.of(this, now);
    }

    /** A packet context; for packet threads. */
    public PacketContext newContext(Environment environment, ForwardingState state) {
        return contexts.create(environment, state);
    }

    /** Whether packets need to know the time. */
    public boolean usesTime() {
        return usesTime;
    }

    /** Longs of the longest digest. */
    public int digestLongs() {
        return program.learnLists().keySet().stream()
                .mapToInt(list -> program.digestWidths(list).stream()
                        .mapToInt(width -> (width + 63) / 64)
                        .sum())
                .max()
                .orElse(0);
    }
}
