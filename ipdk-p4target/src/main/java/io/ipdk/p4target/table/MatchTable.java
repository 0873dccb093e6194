package io.ipdk.p4target.table;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a table, built for lookups. Immutable once its edit has ended; confined to one thread (the writer's)
 * until then.
 */
public abstract sealed class MatchTable permits ExactTable, LpmTable, TernaryTable {
    MatchTable() {}

    /** An empty table for keys of a layout. */
    public static MatchTable empty(KeyLayout layout) {
        return switch (layout.kind()) {
            case EXACT -> new ExactTable(PackedMap.empty(layout.words()));
            case LPM -> new LpmTable();
            case TERNARY -> new TernaryTable(layout);
        };
    }

    /** How many entries there are. */
    public abstract int size();

    /** The entry that a packet's key hits, or null. Allocates nothing. */
    public abstract @Nullable TableEntry lookup(long[] key);

    /** The entry with that identity, or null. */
    public abstract @Nullable TableEntry find(TableEntry.Match match);

    /** This table with an entry, instead of the one with the same identity if there is one. */
    public abstract MatchTable with(TableEntry entry, Edit edit);

    /** This table without the entry of that identity. */
    public abstract MatchTable without(TableEntry.Match match, Edit edit);

    /** Hands every entry out, in no particular order. */
    public abstract void forEach(Consumer<? super TableEntry> consumer);
}
