package io.ipdk.p4runtime.info;

/** How a key field is matched (P4Runtime 1.5, "Match Format"). */
public enum MatchKind {
    /** One value; the field must be given. */
    EXACT,
    /** A value and a prefix length. */
    LPM,
    /** A value and a mask; needs a priority. */
    TERNARY,
    /** A lowest and a highest value; needs a priority. */
    RANGE,
    /** One value, or anything; needs a priority. */
    OPTIONAL,
    /** In a way of the architecture's own. */
    OTHER;

    /** Whether entries of a table with such a field are ordered by priority. */
    public boolean needsPriority() {
        return this == TERNARY || this == RANGE || this == OPTIONAL;
    }
}
