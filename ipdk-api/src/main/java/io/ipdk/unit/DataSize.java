package io.ipdk.unit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of data in bytes. Factories and text use binary multiples: {@code kib(4)} is 4096 bytes.
 *
 * <p>Immutable.
 *
 * @param bytes 0 or more
 */
public record DataSize(long bytes) implements Comparable<DataSize> {

    /** No data at all. */
    public static final DataSize ZERO = new DataSize(0);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,19})\\s*([KMGT]i)?B?");
    private static final String PREFIXES = "KMGT";

    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("data size " + bytes + " is below 0 bytes");
        }
    }

    public static DataSize bytes(long bytes) {
        return bytes == 0 ? ZERO : new DataSize(bytes);
    }

    /** Units of 2¹⁰ bytes. */
    public static DataSize kib(long kib) {
        return new DataSize(Math.multiplyExact(kib, 1L << 10));
    }

    /** Units of 2²⁰ bytes. */
    public static DataSize mib(long mib) {
        return new DataSize(Math.multiplyExact(mib, 1L << 20));
    }

    /** Units of 2³⁰ bytes. */
    public static DataSize gib(long gib) {
        return new DataSize(Math.multiplyExact(gib, 1L << 30));
    }

    /**
     * Reads {@code 4096}, {@code 64KiB}, {@code 10 GiB}.
     *
     * @throws IllegalArgumentException if the text is none of them
     */
    public static DataSize of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a data size: '" + text
                    + "'; write bytes or a multiple in KiB, MiB, GiB or TiB, such as 10GiB");
        }
        String multiple = parts.group(2);
        int shift = multiple == null ? 0 : 10 * (PREFIXES.indexOf(multiple.charAt(0)) + 1);
        return new DataSize(Math.multiplyExact(Long.parseLong(parts.group(1)), 1L << shift));
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The largest binary unit that divides it, such as {@code 10 GiB}; {@link #of} reads it back. */
    @Override
    public String toString() {
        int unit = bytes == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(bytes) / 10, PREFIXES.length());
        return unit == 0
                ? bytes + " B"
                : String.format(Locale.ROOT, "%d %ciB", bytes >> (10 * unit), PREFIXES.charAt(unit - 1));
    }
}
