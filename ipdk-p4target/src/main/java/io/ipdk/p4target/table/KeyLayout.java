package io.ipdk.p4target.table;

import io.ipdk.p4target.program.TableDef;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * How the fields of a key are packed into longs. Immutable.
 *
 * <p>Each field lies at a bit counted from the highest bit of the first long. A field of up to 64 bits crosses no
 * boundary of longs; a wider one starts at one, as does a range. In LPM tables the prefix field comes last. Bits between
 * fields are zero.
 */
public final class KeyLayout {
    /** How a table looks entries up. */
    public enum Kind {
        EXACT,
        LPM,
        TERNARY
    }

    private final Kind kind;
    private final int words;
    private final int[] bit;
    private final int[] width;
    private final TableDef.Match[] match;
    private final int[] rangeFields;

    private KeyLayout(Kind kind, int words, int[] bit, int[] width, TableDef.Match[] match, int[] rangeFields) {
        this.kind = kind;
        this.words = words;
        this.bit = bit;
        this.width = width;
        this.match = match;
        this.rangeFields = rangeFields;
    }

    /** The layout of a table's key. */
    public static KeyLayout of(TableDef table) {
        return of(
                table.key().stream().map(TableDef.Key::match).toList(),
                table.key().stream().map(TableDef.Key::width).toList());
    }

    /** The layout of fields with these kinds and widths. */
    public static KeyLayout of(List<TableDef.Match> matches, List<Integer> widths) {
        int fields = matches.size();
        boolean ternary = matches.contains(TableDef.Match.TERNARY) || matches.contains(TableDef.Match.RANGE);
        int lpm = matches.indexOf(TableDef.Match.LPM);
        Kind kind = ternary ? Kind.TERNARY : lpm >= 0 ? Kind.LPM : Kind.EXACT;
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
            if (kind != Kind.LPM || i != lpm) {
                order.add(i);
            }
        }
        if (kind == Kind.LPM) {
            order.add(lpm);
        }
        int[] bit = new int[fields];
        int[] width = new int[fields];
        List<Integer> ranges = new ArrayList<>();
        int at = 0;
        for (int field : order) {
            width[field] = widths.get(field);
            boolean range = matches.get(field) == TableDef.Match.RANGE;
            if (range || (at & 63) + width[field] > 64) {
                at = (at + 63) & ~63;
            }
            bit[field] = at;
            at += width[field];
            if (range) {
                ranges.add(field);
                at = (at + 63) & ~63;
            }
        }
        return new KeyLayout(
                kind,
                Math.max(1, (at + 63) / 64),
                bit,
                width,
                matches.toArray(new TableDef.Match[0]),
                ranges.stream().mapToInt(Integer::intValue).toArray());
    }

    public Kind kind() {
        return kind;
    }

    /** Longs of a packed key. */
    public int words() {
        return words;
    }

    public int fields() {
        return bit.length;
    }

    /** Where a field begins, counted from the highest bit of the first long. */
    public int bit(int field) {
        return bit[field];
    }

    public int width(int field) {
        return width[field];
    }

    public TableDef.Match match(int field) {
        return match[field];
    }

    /** Puts a value that fits a long into a field of up to 64 bits that is still zero. */
    public void put(long[] key, int field, long value) {
        key[bit[field] >>> 6] |= value << (64 - (bit[field] & 63) - width[field]);
    }

    /** Puts a value into a field that is still zero. */
    public void put(long[] key, int field, BigInteger value) {
        if (width[field] <= 64) {
            put(key, field, value.longValue());
            return;
        }
        int longs = (width[field] + 63) / 64;
        BigInteger aligned = value.shiftLeft(longs * 64 - width[field]);
        for (int i = 0; i < longs; i++) {
            key[(bit[field] >>> 6) + i] |=
                    aligned.shiftRight(64 * (longs - 1 - i)).longValue();
        }
    }

    /** The value of a field. */
    public BigInteger get(long[] key, int field) {
        int first = bit[field] >>> 6;
        if (width[field] <= 64) {
            long value = key[first] >>> (64 - (bit[field] & 63) - width[field]);
            return unsigned(width[field] == 64 ? value : value & ((1L << width[field]) - 1));
        }
        int longs = (width[field] + 63) / 64;
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < longs; i++) {
            value = value.shiftLeft(64).or(unsigned(key[first + i]));
        }
        return value.shiftRight(longs * 64 - width[field]);
    }

    private static BigInteger unsigned(long value) {
        BigInteger signed = BigInteger.valueOf(value);
        return value < 0 ? signed.add(BigInteger.ONE.shiftLeft(64)) : signed;
    }

    /** Whether the ranges of an entry hold a packet's key. */
    boolean inRanges(long[] key, TableEntry entry) {
        for (int field : rangeFields) {
            int first = bit[field] >>> 6;
            int longs = (width[field] + 63) / 64;
            if (compare(key, entry.key, first, longs) < 0 || compare(key, entry.high, first, longs) > 0) {
                return false;
            }
        }
        return true;
    }

    private static int compare(long[] a, long[] b, int first, int longs) {
        for (int i = first; i < first + longs; i++) {
            if (a[i] != b[i]) {
                return Long.compareUnsigned(a[i], b[i]);
            }
        }
        return 0;
    }

    /** The mask under which an entry is hashed: its own, and of ranges the bits that all values begin with. */
    long[] tupleMask(TableEntry.Match entry) {
        if (rangeFields.length == 0) {
            return entry.mask();
        }
        long[] mask = entry.mask().clone();
        for (int field : rangeFields) {
            int first = bit[field] >>> 6;
            int longs = (width[field] + 63) / 64;
            boolean same = true;
            for (int i = first; i < first + longs; i++) {
                long difference = entry.key()[i] ^ entry.high()[i];
                if (!same) {
                    mask[i] = 0;
                } else if (difference == 0) {
                    mask[i] = -1L;
                } else {
                    int equal = Long.numberOfLeadingZeros(difference);
                    mask[i] = equal == 0 ? 0 : -1L << (64 - equal);
                    same = false;
                }
            }
        }
        return mask;
    }
}
