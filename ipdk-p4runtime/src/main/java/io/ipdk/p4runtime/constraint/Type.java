package io.ipdk.p4runtime.constraint;

/**
 * The type of an expression.
 *
 * @param kind what it is
 * @param width in bits; 0 for {@code bool} and {@code int}
 */
record Type(Kind kind, int width) {
    static final Type BOOL = new Type(Kind.BOOL, 0);
    static final Type INT = new Type(Kind.INT, 0);

    enum Kind {
        BOOL,
        /** A number of any size. */
        INT,
        /** {@code bit<W>}. */
        BIT,
        EXACT,
        LPM,
        TERNARY,
        RANGE,
        OPTIONAL;

        /** Whether it is the match of a key, which has fields. */
        boolean key() {
            return this != BOOL && this != INT && this != BIT;
        }
    }

    static Type bit(int width) {
        return new Type(Kind.BIT, width);
    }

    /** Whether a value of the other type can stand where this one is wanted: int as bit, bit as the match of a key. */
    boolean takes(Type other) {
        return equals(other)
                || (kind == Kind.BIT && other.kind == Kind.INT)
                || (kind.key() && (other.kind == Kind.INT || other.equals(bit(width))));
    }

    @Override
    public String toString() {
        String word = kind.name().toLowerCase(java.util.Locale.ROOT);
        return width == 0 ? word : word + '<' + width + '>';
    }
}
