package io.ipdk.p4target.table;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table of masked values and ranges with priorities: tuple-space search. Entries with the same mask share a hash map;
 * the maps are asked in order of the highest priority they ever held, until none can beat what was found.
 *
 * <p>A range counts in the mask with the bits that all its values begin with; the rest is compared in the entry.
 * Immutable once its edit has ended; confined to one thread (the writer's) until then.
 */
public final class TernaryTable extends MatchTable {
    private final KeyLayout layout;
    private final Edit owner;
    private Tuple[] tuples;
    private int size;

    /** The entries with one mask. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Tuple(long[] mask, int highest, PackedMap<TableEntry[]> entries) {}

    TernaryTable(KeyLayout layout) {
        this(layout, new Edit(), new Tuple[0], 0);
    }

    private TernaryTable(KeyLayout layout, Edit owner, Tuple[] tuples, int size) {
        this.layout = layout;
        this.owner = owner;
        this.tuples = tuples;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable TableEntry lookup(long[] key) {
        TableEntry best = null;
        int rank = -1;
        Tuple[] all = tuples;
        for (int i = 0; i < all.length; i++) {
            Tuple tuple = all[i];
            if (tuple.highest <= rank) {
                break;
            }
            TableEntry[] bucket = tuple.entries.getMasked(key, tuple.mask);
            if (bucket != null) {
                for (int k = 0; k < bucket.length && bucket[k].rank > rank; k++) {
                    if (layout.inRanges(key, bucket[k])) {
                        best = bucket[k];
                        rank = best.rank;
                    }
                }
            }
        }
        return best;
    }

    @Override
    public @Nullable TableEntry find(TableEntry.Match match) {
        long[] mask = layout.tupleMask(match);
        int at = indexOf(mask);
        TableEntry[] bucket = at < 0 ? null : tuples[at].entries.getMasked(match.key(), mask);
        if (bucket != null) {
            for (TableEntry entry : bucket) {
                if (match.is(entry)) {
                    return entry;
                }
            }
        }
        return null;
    }

    @Override
    public TernaryTable with(TableEntry entry, Edit edit) {
        TernaryTable table = own(edit);
        TableEntry.Match match = entry.match();
        long[] mask = layout.tupleMask(match);
        long[] masked = masked(match.key(), mask);
        int at = table.indexOf(mask);
        PackedMap<TableEntry[]> map = at < 0 ? PackedMap.empty(layout.words()) : table.tuples[at].entries;
        TableEntry[] bucket = map.get(masked);
        int place = bucket == null ? -1 : place(bucket, match);
        TableEntry[] changed;
        if (bucket == null) {
            changed = new TableEntry[] {entry};
        } else if (place >= 0) {
            changed = bucket.clone();
            changed[place] = entry;
        } else {
            changed = inserted(bucket, entry);
        }
        table.size += place >= 0 ? 0 : 1;
        map = map.with(masked, changed, edit);
        int highest = at < 0 ? entry.rank : Math.max(entry.rank, table.tuples[at].highest);
        table.put(at, new Tuple(mask, highest, map));
        return table;
    }

    @Override
    public TernaryTable without(TableEntry.Match match, Edit edit) {
        if (find(match) == null) {
            return this;
        }
        TernaryTable table = own(edit);
        long[] mask = layout.tupleMask(match);
        long[] masked = masked(match.key(), mask);
        int at = table.indexOf(mask);
        Tuple tuple = table.tuples[at];
        TableEntry[] bucket = tuple.entries.get(masked);
        table.size--;
        if (bucket != null && bucket.length > 1) {
            int place = place(bucket, match);
            TableEntry[] left = new TableEntry[bucket.length - 1];
            System.arraycopy(bucket, 0, left, 0, place);
            System.arraycopy(bucket, place + 1, left, place, left.length - place);
            table.put(at, new Tuple(mask, tuple.highest, tuple.entries.with(masked, left, edit)));
        } else {
            PackedMap<TableEntry[]> map = tuple.entries.without(masked, edit);
            if (map.size() > 0) {
                table.put(at, new Tuple(mask, tuple.highest, map));
            } else {
                Tuple[] fewer = new Tuple[table.tuples.length - 1];
                System.arraycopy(table.tuples, 0, fewer, 0, at);
                System.arraycopy(table.tuples, at + 1, fewer, at, fewer.length - at);
                table.tuples = fewer;
            }
        }
        return table;
    }

    @Override
    public void forEach(Consumer<? super TableEntry> consumer) {
        for (Tuple tuple : tuples) {
            tuple.entries.forEach(bucket -> {
                for (TableEntry entry : bucket) {
                    consumer.accept(entry);
                }
            });
        }
    }

    private TernaryTable own(Edit edit) {
        return owner == edit ? this : new TernaryTable(layout, edit, tuples.clone(), size);
    }

    private void put(int at, Tuple tuple) {
        if (at >= 0 && tuples[at].highest == tuple.highest) {
            tuples[at] = tuple;
            return;
        }
        Tuple[] others = tuples;
        Tuple[] sorted = new Tuple[at < 0 ? others.length + 1 : others.length];
        int to = 0;
        boolean placed = false;
        for (int i = 0; i < others.length; i++) {
            if (i == at) {
                continue;
            }
            if (!placed && others[i].highest < tuple.highest) {
                sorted[to++] = tuple;
                placed = true;
            }
            sorted[to++] = others[i];
        }
        if (!placed) {
            sorted[to] = tuple;
        }
        tuples = sorted;
    }

    private int indexOf(long[] mask) {
        for (int i = 0; i < tuples.length; i++) {
            if (Arrays.equals(tuples[i].mask, mask)) {
                return i;
            }
        }
        return -1;
    }

    private static int place(TableEntry[] bucket, TableEntry.Match match) {
        for (int i = 0; i < bucket.length; i++) {
            if (match.is(bucket[i])) {
                return i;
            }
        }
        return -1;
    }

    private static TableEntry[] inserted(TableEntry[] bucket, TableEntry entry) {
        TableEntry[] more = new TableEntry[bucket.length + 1];
        int at = 0;
        while (at < bucket.length && bucket[at].rank >= entry.rank) {
            at++;
        }
        System.arraycopy(bucket, 0, more, 0, at);
        more[at] = entry;
        System.arraycopy(bucket, at, more, at + 1, bucket.length - at);
        return more;
    }

    private static long[] masked(long[] key, long[] mask) {
        long[] masked = new long[key.length];
        for (int i = 0; i < key.length; i++) {
            masked[i] = key[i] & mask[i];
        }
        return masked;
    }
}
