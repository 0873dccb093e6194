package io.ipdk.p4runtime.value;

import java.util.List;
import java.util.Map;

/**
 * The type of structured data: what a register holds or a digest carries.
 *
 * <p>Named types are resolved, so that this is a finite tree (P4Runtime 1.5, "P4 Type Specifications").
 *
 * <p>Immutable.
 */
public sealed interface P4Type {

    /** {@code bit<W>}. */
    record Bit(int width) implements P4Type {}

    /** {@code int<W>}. */
    record Int(int width) implements P4Type {}

    /** {@code varbit<W>}. */
    record Varbit(int maxWidth) implements P4Type {}

    /** {@code bool}. */
    record Bool() implements P4Type {}

    /** A tuple: members by position. */
    record Tuple(List<P4Type> members) implements P4Type {
        public Tuple {
            members = List.copyOf(members);
        }
    }

    /** A struct: members by name, in order. */
    record Struct(String name, List<Member> members) implements P4Type {
        public Struct {
            members = List.copyOf(members);
        }
    }

    /** A header: members that are bit strings, by name, in order. */
    record Header(String name, List<Member> members) implements P4Type {
        public Header {
            members = List.copyOf(members);
        }
    }

    /** A header union: at most one of its members is valid. */
    record HeaderUnion(String name, List<Member> members) implements P4Type {
        public HeaderUnion {
            members = List.copyOf(members);
        }
    }

    /** A stack of so many headers. */
    record HeaderStack(Header header, int size) implements P4Type {}

    /** A stack of so many header unions. */
    record HeaderUnionStack(HeaderUnion union, int size) implements P4Type {}

    /** An enum without values: members are sent by name. */
    record Enumeration(String name, List<String> members) implements P4Type {
        public Enumeration {
            members = List.copyOf(members);
        }
    }

    /** The errors of the program, sent by name. */
    record ErrorType(List<String> members) implements P4Type {
        public ErrorType {
            members = List.copyOf(members);
        }
    }

    /** An enum with values: members are sent by value. */
    record SerializableEnum(String name, int width, Map<String, P4Value> members) implements P4Type {
        public SerializableEnum {
            members = Map.copyOf(members);
        }
    }

    /** A type that is translated for the controller. */
    record Translated(ValueType type) implements P4Type {}

    /**
     * A member of a struct, header or header union.
     *
     * <p>Immutable.
     */
    record Member(String name, P4Type type) {}
}
