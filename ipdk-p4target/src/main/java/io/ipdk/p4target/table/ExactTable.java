package io.ipdk.p4target.table;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table whose key is compared as a whole. Immutable once its edit has ended; confined to one thread (the writer's)
 * until then.
 */
public final class ExactTable extends MatchTable {
    private final PackedMap<TableEntry> entries;

    ExactTable(PackedMap<TableEntry> entries) {
        this.entries = entries;
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public @Nullable TableEntry lookup(long[] key) {
        return entries.get(key);
    }

    /** As {@link #lookup(long[])} for keys of one long. */
    public @Nullable TableEntry lookup(long key) {
        return entries.get(key);
    }

    @Override
    public @Nullable TableEntry find(TableEntry.Match match) {
        return entries.get(match.key());
    }

    @Override
    public ExactTable with(TableEntry entry, Edit edit) {
        PackedMap<TableEntry> changed = entries.with(entry.key, entry, edit);
        return changed == entries ? this : new ExactTable(changed);
    }

    @Override
    public ExactTable without(TableEntry.Match match, Edit edit) {
        PackedMap<TableEntry> changed = entries.without(match.key(), edit);
        return changed == entries ? this : new ExactTable(changed);
    }

    @Override
    public void forEach(Consumer<? super TableEntry> consumer) {
        entries.forEach(consumer);
    }
}
