package io.ipdk.p4target.program;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole program as p4c wrote it for bmv2, with all names resolved. Immutable.
 *
 * @param name the source file
 * @param architecture what surrounds the parser, the controls and the deparser
 * @param errors number by name of the parser errors
 * @param enums number by name, by enum
 * @param timestamps whether it looks at the time
 */
public record Program(
        String name,
        Architecture architecture,
        List<HeaderInstance> headers,
        List<HeaderStack> stacks,
        List<HeaderUnion> unions,
        Map<String, Integer> errors,
        Map<String, Map<String, Integer>> enums,
        List<ParserDef> parsers,
        List<ValueSet> valueSets,
        List<Deparser> deparsers,
        List<Meter> meters,
        List<Counter> counters,
        List<Register> registers,
        Map<String, Calculation> calculations,
        List<Checksum> checksums,
        Map<Integer, FieldList> learnLists,
        Map<Integer, FieldList> fieldLists,
        List<Action> actions,
        List<Control> controls,
        List<TableDef> tables,
        List<Profile> profiles,
        Map<String, Extern> externs,
        boolean timestamps) {

    /** The architecture a program was compiled for. */
    public enum Architecture {
        V1MODEL,
        PSA
    }

    /** A set of values that parsers compare with. */
    public record ValueSet(String name, int index, int width, int maxSize) {}

    /** A deparser: what runs before it emits, and the headers in order. */
    public record Deparser(String name, List<HeaderInstance> order, List<Primitive> primitives) {}

    /** An array of meters, or the meters of a table's entries. */
    public record Meter(
            String name,
            int index,
            boolean direct,
            int size,
            boolean bytes,
            int rates,
            @Nullable String table,
            Expr.@Nullable FieldRef result) {}

    /** An array of counters, or the counters of a table's entries. */
    public record Counter(
            String name,
            int index,
            boolean direct,
            int size,
            @Nullable String table) {}

    /** An array of registers. */
    public record Register(String name, int index, int size, int width, boolean signed) {
        /** How many longs hold a cell. */
        public int limbs() {
            return (width + 63) / 64;
        }
    }

    /** A hash or checksum over some input. */
    public record Calculation(String name, String algorithm, List<Expr> input, SourceInfo source) {}

    /** A checksum that is verified after parsing or updated before deparsing. */
    public record Checksum(
            String name,
            Expr.FieldRef target,
            Calculation calculation,
            boolean verify,
            boolean update,
            Expr condition) {}

    /** Fields that a digest carries or that a copy of a packet keeps. */
    public record FieldList(int id, String name, List<Expr> elements) {}

    /** An action profile or, with a hash, an action selector. */
    public record Profile(
            String name, int index, int maxSize, @Nullable Calculation selector) {}

    /** An instance of an extern. */
    public record Extern(String name, int index, String type, Map<String, Object> attributes) {
        /** A numeric attribute. */
        public int number(String attribute, int otherwise) {
            return attributes.get(attribute) instanceof BigInteger value ? value.intValue() : otherwise;
        }
    }

    /** The same program with other counters and tables. */
    Program with(List<Counter> otherCounters, UnaryOperator<TableDef> change) {
        return new Program(
                name,
                architecture,
                headers,
                stacks,
                unions,
                errors,
                enums,
                parsers,
                valueSets,
                deparsers,
                meters,
                List.copyOf(otherCounters),
                registers,
                calculations,
                checksums,
                learnLists,
                fieldLists,
                actions,
                controls.stream().map(control -> control.with(change)).toList(),
                tables.stream().map(change).toList(),
                profiles,
                externs,
                timestamps);
    }

    /** The control of that name, or null. */
    public @Nullable Control control(String name) {
        return controls.stream().filter(c -> c.name().equals(name)).findFirst().orElse(null);
    }

    /** The widths of the values that a value set is compared with, in order; empty if no parser uses it. */
    public List<Integer> valueSetWidths(String valueSet) {
        for (ParserDef parser : parsers) {
            for (ParserDef.State state : parser.states()) {
                for (ParserDef.Transition transition : state.transitions()) {
                    if (valueSet.equals(transition.valueSet())) {
                        return state.key().stream()
                                .map(ParserDef.KeyPart::width)
                                .toList();
                    }
                }
            }
        }
        return List.of();
    }

    /** The widths in bits of the values that a digest carries, in order; a header's begin with its validity. */
    public List<Integer> digestWidths(int list) {
        FieldList digest = learnLists.get(list);
        return digest == null
                ? List.of()
                : digest.elements().stream().flatMap(Program::widths).toList();
    }

    private static Stream<Integer> widths(Expr element) {
        if (element instanceof Expr.FieldRef ref) {
            return Stream.of(ref.field().width());
        }
        if (element instanceof Expr.SizedConst constant) {
            return Stream.of(constant.width());
        }
        if (element instanceof Expr.ValidRef || element instanceof Expr.Bool) {
            return Stream.of(1);
        }
        if (element instanceof Expr.HeaderRef ref) {
            return Stream.concat(
                    Stream.of(1), ref.header().type().fields().stream().map(HeaderType.Field::width));
        }
        return Stream.of(64);
    }

    /** A number for each action name, in order of appearance. */
    public Map<String, Integer> actionNumbers() {
        Map<String, Integer> numbers = new java.util.LinkedHashMap<>();
        actions.forEach(action -> numbers.putIfAbsent(action.name(), numbers.size()));
        return numbers;
    }
}
