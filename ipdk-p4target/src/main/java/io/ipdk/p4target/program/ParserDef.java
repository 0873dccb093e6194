package io.ipdk.p4target.program;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parser. Immutable.
 *
 * @param name as in the JSON
 * @param start index of the first state
 * @param states in order of the JSON
 */
public record ParserDef(String name, int start, List<State> states) {
    /** The next state of a transition that accepts. */
    public static final int ACCEPT = -1;

    public ParserDef {
        states = List.copyOf(states);
    }

    /** One state. */
    public record State(
            String name, int index, List<Op> ops, List<KeyPart> key, List<Transition> transitions, SourceInfo source) {
        public State {
            ops = List.copyOf(ops);
            key = List.copyOf(key);
            transitions = List.copyOf(transitions);
        }

        /** Bits of the key that transitions compare. */
        public int keyBits() {
            return key.stream().mapToInt(KeyPart::width).sum();
        }
    }

    /** A part of the transition key. */
    public record KeyPart(Expr value, int width) {}

    /**
     * A transition.
     *
     * @param valueSet name of a value set whose members are compared, or null
     * @param value what the key must be; null in a default transition
     * @param mask bits that are compared; null for all
     * @param next index of the next state, or {@link #ACCEPT}
     */
    public record Transition(
            @Nullable String valueSet,
            @Nullable BigInteger value,
            @Nullable BigInteger mask,
            int next) {}

    /** A step of a state. */
    public sealed interface Op {}

    /** Extracts into a header. */
    public record Extract(HeaderInstance header) implements Op {}

    /** Extracts into the next element of a stack; in a stack of unions into that member of it. */
    public record ExtractNext(
            HeaderStack stack, int member, @Nullable Expr varbitLength) implements Op {}

    /** Extracts a header whose varbit has a length in bits. */
    public record ExtractVarbit(HeaderInstance header, Expr length) implements Op {}

    /** Sets a field. */
    public record Set(Expr target, Expr value) implements Op {}

    /** Ends parsing with an error unless a condition holds. */
    public record Verify(Expr condition, Expr error) implements Op {}

    /** Skips bits. */
    public record Advance(Expr bits) implements Op {}

    /** Runs a primitive. */
    public record Run(Primitive primitive) implements Op {}
}
