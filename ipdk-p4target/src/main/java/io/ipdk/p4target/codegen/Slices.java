package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Lays values side by side in 64-bit words, the first in the highest bits. */
final class Slices {
    /**
     * A value to lay.
     *
     * @param width its bits
     * @param limb the Java expression of one of its longs, the low one 0, without a bit beyond its width
     */
    record Piece(int width, IntFunction<String> limb) {
        static Piece of(Gen gen, HeaderInstance header, HeaderType.Field field) {
            return new Piece(field.width(), i -> gen.names.limb(header, field, i));
        }
    }

    /** A word and how many of its highest bits are used. */
    record Word(String java, int bits) {}

    private final List<Word> words = new ArrayList<>();
    private StringBuilder word = new StringBuilder();
    private int used;

    Slices add(Piece piece) {
        int left = piece.width();
        while (left > 0) {
            int take = Math.min(64 - used, left);
            String part = slice(piece, left - take, take);
            int shift = 64 - used - take;
            word.append(word.length() == 0 ? "" : " | ").append(shift == 0 ? part : "(" + part + " << " + shift + ")");
            used += take;
            left -= take;
            if (used == 64) {
                flush();
            }
        }
        return this;
    }

    /** Leaves bits zero up to the next word. */
    Slices align() {
        if (used > 0) {
            flush();
        }
        return this;
    }

    List<Word> words() {
        align();
        return words;
    }

    private void flush() {
        words.add(new Word(word.length() == 0 ? "0L" : word.toString(), used));
        word = new StringBuilder();
        used = 0;
    }

    /** Bits {@code low} to {@code low + count - 1} of a value. */
    static String slice(Piece piece, int low, int count) {
        int limb = low / 64;
        int shift = low % 64;
        String value = piece.limb().apply(limb);
        boolean crosses = shift + count > 64;
        boolean top = low + count == piece.width();
        if (shift > 0) {
            value = "(" + value + " >>> " + shift + ")";
        }
        if (crosses) {
            value = "(" + value + " | " + piece.limb().apply(limb + 1) + " << " + (64 - shift) + ")";
        }
        boolean exact = count == 64 || (top && !crosses) || (!crosses && shift + count == 64);
        return exact ? value : "(" + value + " & " + Expressions.mask(count) + ")";
    }

    /** Reads bits of a header in the buffer, at a bit counted from the cursor. */
    static String read(int bit, int width) {
        int at = bit / 8;
        int skip = bit % 8;
        if (width == 8 && skip == 0) {
            return "buffer[cursor + " + at + "] & 0xFFL";
        }
        String word = "Bits.getLong(buffer, cursor + " + at + ")";
        if (skip + width > 64) {
            return "((" + word + " << " + (skip + width - 64) + ") | ((buffer[cursor + " + (at + 8) + "] & 0xFFL) >>> "
                    + (72 - skip - width) + "))" + (width == 64 ? "" : " & " + Expressions.mask(width));
        }
        if (skip == 0) {
            return width == 64 ? word : word + " >>> " + (64 - width);
        }
        return "(" + word + " >>> " + (64 - skip - width) + ") & " + Expressions.mask(width);
    }
}
