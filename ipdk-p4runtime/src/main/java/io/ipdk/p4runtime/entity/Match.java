package io.ipdk.p4runtime.entity;

import com.google.protobuf.Any;
import io.ipdk.p4runtime.value.P4Value;

/**
 * How one field of a key is matched. A field that may be anything is left out; one that is given and turns out to match
 * anything (prefix length 0, mask 0, the full range) is dropped when it is encoded.
 *
 * <p>Immutable.
 */
public sealed interface Match {

    /** The field's name. */
    String field();

    /** One value. */
    record Exact(String field, P4Value value) implements Match {
        @Override
        public String toString() {
            return field + ": " + value;
        }
    }

    /** The first bits of a value; the others are ignored. */
    record Lpm(String field, P4Value value, int prefixLength) implements Match {
        @Override
        public String toString() {
            return field + ": " + value + '/' + prefixLength;
        }
    }

    /** The bits of a value that the mask has set. */
    record Ternary(String field, P4Value value, P4Value mask) implements Match {
        @Override
        public String toString() {
            return field + ": " + value + " &&& " + mask;
        }
    }

    /** All values from the lowest to the highest, both included. */
    record Range(String field, P4Value low, P4Value high) implements Match {
        @Override
        public String toString() {
            return field + ": " + low + ".." + high;
        }
    }

    /** One value, of a field that could also be left out. */
    record Optional(String field, P4Value value) implements Match {
        @Override
        public String toString() {
            return field + ": " + value;
        }
    }

    /** A match of the architecture's own kind. */
    record Other(String field, Any message) implements Match {}
}
