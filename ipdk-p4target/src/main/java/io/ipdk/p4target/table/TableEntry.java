package io.ipdk.p4target.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a table. Immutable, but for its {@link EntryState}.
 *
 * <p>Keys are packed as {@link KeyLayout} says. In ternary tables {@code mask} has the bits that count and {@code high}
 * the upper ends of ranges; in LPM tables {@code rank} is the length of the prefix in bits of the packed key, in ternary
 * ones the priority, of which the larger wins.
 */
public final class TableEntry extends ActionCall {
    private static final long[] NOTHING = {};

    /** The value to match. */
    public final long[] key;

    /** The bits that count; empty if all do. */
    public final long[] mask;

    /** Upper ends of ranges, in the words of their fields; empty if there are none. */
    public final long[] high;

    /** Length of the prefix, or priority. */
    public final int rank;

    /** The id of the member that acts, without a sign; 0 if none does. */
    public final int member;

    /** The id of the group that chooses, without a sign; 0 if none does. */
    public final int group;

    /** The one-shot that chooses, or null. */
    public final @Nullable SelectorSet set;

    /** What packets change, or null if nothing. */
    public final @Nullable EntryState state;

    /** What only the control plane knows of the entry, or null. */
    public final @Nullable EntryNotes notes;

    public TableEntry(
            Match match,
            ActionCall call,
            int member,
            int group,
            @Nullable SelectorSet set,
            @Nullable EntryState state,
            @Nullable EntryNotes notes) {
        super(call.action, call.data);
        key = match.key();
        mask = match.mask();
        high = match.high();
        rank = match.rank();
        this.member = member;
        this.group = group;
        this.set = set;
        this.state = state;
        this.notes = notes;
    }

    /**
     * What an entry matches: its identity. Immutable.
     *
     * @param key the value
     * @param mask the bits that count; empty if all do
     * @param high upper ends of ranges; empty if there are none
     * @param rank prefix length or priority
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Match(long[] key, long[] mask, long[] high, int rank) {
        /** A match of every bit. */
        public static Match exact(long[] key) {
            return new Match(key, NOTHING, NOTHING, 0);
        }

        /** A match of a prefix. */
        public static Match prefix(long[] key, int length) {
            return new Match(key, NOTHING, NOTHING, length);
        }

        boolean is(TableEntry entry) {
            return rank == entry.rank && matchesAsMuchAs(entry);
        }

        /** Whether an entry of any priority matches the same. */
        public boolean matchesAsMuchAs(TableEntry entry) {
            return Arrays.equals(key, entry.key) && Arrays.equals(mask, entry.mask) && Arrays.equals(high, entry.high);
        }
    }

    /** Its identity. */
    public Match match() {
        return new Match(key, mask, high, rank);
    }
}
