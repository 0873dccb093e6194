package io.ipdk.p4target.program;

import java.util.List;

/**
 * The layout of a header or of a metadata struct. Immutable.
 *
 * @param name as in the JSON
 * @param fields in order of the wire
 */
public record HeaderType(String name, List<Field> fields) {
    public HeaderType {
        fields = List.copyOf(fields);
    }

    /**
     * One field. Immutable.
     *
     * @param name as in the JSON
     * @param index its place in the header
     * @param width in bits; for a varbit the most it may have
     * @param signed whether its value is two's complement
     * @param varbit whether its length is known only at run time
     */
    public record Field(String name, int index, int width, boolean signed, boolean varbit) {
        /** How many longs hold a value. */
        public int limbs() {
            return (width + 63) / 64;
        }
    }

    /** Bits without a varbit field. */
    public int fixedBits() {
        return fields.stream().filter(f -> !f.varbit()).mapToInt(Field::width).sum();
    }

    /** Whether one field is a varbit. */
    public boolean hasVarbit() {
        return fields.stream().anyMatch(Field::varbit);
    }
}
