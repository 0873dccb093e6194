package io.ipdk.p4runtime.constraint;

import io.ipdk.error.IpdkException;
import java.io.Serial;

/** A constraint in the P4Info cannot be understood: its syntax, a name or a type is wrong. Not retryable. */
public final class ConstraintSyntaxException extends IpdkException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String owner;
    private final int line;
    private final int column;

    ConstraintSyntaxException(ConstraintSource source, int start, int end, String problem) {
        super(
                source.describe(start) + ": " + problem + System.lineSeparator() + source.quote(start, end),
                "mend the annotation in the P4 program, or switch constraints off",
                false,
                null);
        this.owner = source.owner();
        this.line = source.line(start);
        this.column = source.column(start);
    }

    /** The table or action: its kind and name. */
    public String owner() {
        return owner;
    }

    /** The line in the constraint, or in the P4 file where the program says which; from 1. */
    public int line() {
        return line;
    }

    /** The column in that line, from 1. */
    public int column() {
        return column;
    }
}
