package io.ipdk.p4runtime.entity;

import io.ipdk.p4runtime.value.P4Data;
import org.jspecify.annotations.Nullable;

/**
 * A cell of a register array.
 *
 * <p>Immutable.
 *
 * @param register the array's name
 * @param index the cell, from 0, or {@link P4Entity#EVERY_CELL}
 * @param data its content, null in a read
 */
public record RegisterEntry(
        String register, long index, @Nullable P4Data data) implements P4Entity {

    /** A cell, for a read. */
    public static RegisterEntry at(String register, long index) {
        return new RegisterEntry(register, Cells.checked("register " + register, index), null);
    }

    /** All cells. */
    public static RegisterEntry all(String register) {
        return new RegisterEntry(register, EVERY_CELL, null);
    }

    /** For a read: all cells of all registers. */
    public static RegisterEntry all() {
        return all(EVERY);
    }

    /** The cell with this content. */
    public RegisterEntry data(P4Data content) {
        return new RegisterEntry(register, index, content);
    }

    /** The cell with this integer. */
    public RegisterEntry data(long content) {
        return data(P4Data.of(content));
    }

    @Override
    public RegisterEntry key() {
        return new RegisterEntry(register, index, null);
    }
}
