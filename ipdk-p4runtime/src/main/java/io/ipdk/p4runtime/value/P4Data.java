package io.ipdk.p4runtime.value;

import io.ipdk.error.InvalidSpecException;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Structured data: the content of a register's cell or of a digest's message (P4Runtime 1.5, "P4Data").
 *
 * <p>Struct and header members go by name. {@link #get} walks into a struct or header, {@link #asValue} gives the integer or text
 * of a leaf.
 *
 * <p>Immutable.
 */
public sealed interface P4Data {

    /** An unsigned integer ({@code bit<W>}), or a text where the type is translated to one. */
    record Bitstring(P4Value value) implements P4Data {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** A signed integer ({@code int<W>}). */
    record SignedInt(BigInteger value) implements P4Data {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** A bit string of dynamic width ({@code varbit<W>}). */
    record Varbit(P4Value value, int bitWidth) implements P4Data {}

    /** A truth value. */
    record Bool(boolean value) implements P4Data {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** Members by name, in the order of the type. */
    record Struct(Map<String, P4Data> members) implements P4Data {
        public Struct {
            members = ordered(members);
        }

        @Override
        public String toString() {
            return members.toString();
        }
    }

    /** Members by position. */
    record Tuple(List<P4Data> members) implements P4Data {
        public Tuple {
            members = List.copyOf(members);
        }
    }

    /** A header; one that is not valid has no members. */
    record Header(boolean valid, Map<String, P4Data> members) implements P4Data {
        /** The header that is not valid. */
        public static final Header INVALID = new Header(false, Map.of());

        public Header {
            members = ordered(members);
        }
    }

    /**
     * A header union.
     *
     * @param validHeader the member that is valid, null if none is
     */
    record HeaderUnion(@Nullable String validHeader, Header header) implements P4Data {}

    /** A stack of headers. */
    record HeaderStack(List<Header> entries) implements P4Data {
        public HeaderStack {
            entries = List.copyOf(entries);
        }
    }

    /** A stack of header unions. */
    record HeaderUnionStack(List<HeaderUnion> entries) implements P4Data {
        public HeaderUnionStack {
            entries = List.copyOf(entries);
        }
    }

    /** A member of an enum, with or without values, by name. */
    record EnumMember(String name) implements P4Data {
        @Override
        public String toString() {
            return name;
        }
    }

    /** One of the program's errors, by name. */
    record ErrorMember(String name) implements P4Data {
        @Override
        public String toString() {
            return "error." + name;
        }
    }

    /** An integer; a negative one fits {@code int<W>} only. */
    static P4Data of(long value) {
        return value < 0 ? new SignedInt(BigInteger.valueOf(value)) : new Bitstring(P4Value.of(value));
    }

    /** An integer; a negative one fits {@code int<W>} only. */
    static P4Data of(BigInteger value) {
        return value.signum() < 0 ? new SignedInt(value) : new Bitstring(P4Value.of(value));
    }

    /** An integer, an address or a text. */
    static P4Data of(P4Value value) {
        return new Bitstring(value);
    }

    /** A truth value. */
    static P4Data of(boolean value) {
        return new Bool(value);
    }

    /** A struct. */
    static P4Data struct(Map<String, ? extends P4Data> members) {
        return new Struct(new LinkedHashMap<>(members));
    }

    /** A header that is valid. */
    static Header header(Map<String, ? extends P4Data> members) {
        return new Header(true, new LinkedHashMap<>(members));
    }

    /**
     * A member of a struct, or of a valid header.
     *
     * @throws InvalidSpecException if this has no such member
     */
    default P4Data get(String member) {
        Map<String, P4Data> members = this instanceof Struct struct
                ? struct.members()
                : this instanceof Header header ? header.members() : Map.of();
        P4Data data = members.get(member);
        if (data == null) {
            throw new InvalidSpecException(
                    "member", '\'' + member + '\'', members.isEmpty() ? "none: " + this : "one of " + members.keySet());
        }
        return data;
    }

    /**
     * The integer or text of a leaf.
     *
     * @throws InvalidSpecException if this is no unsigned integer and no text
     */
    default P4Value asValue() {
        if (this instanceof Bitstring leaf) {
            return leaf.value();
        }
        if (this instanceof Varbit leaf) {
            return leaf.value();
        }
        throw new InvalidSpecException("data", this, "an unsigned integer or a text");
    }

    private static Map<String, P4Data> ordered(Map<String, P4Data> members) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
}
