package io.ipdk.unit;

import java.util.Locale;

/**
 * A data rate in bits per second. Factories use decimal multiples, as links do: {@code gbps(25)} is 25·10⁹ bit/s.
 *
 * <p>Immutable.
 *
 * @param bitsPerSecond 0 or more
 */
public record Bandwidth(long bitsPerSecond) implements Comparable<Bandwidth> {

    private static final String PREFIXES = "kMGT";

    public Bandwidth {
        if (bitsPerSecond < 0) {
            throw new IllegalArgumentException("bandwidth " + bitsPerSecond + " bit/s is below 0");
        }
    }

    public static Bandwidth bitsPerSecond(long bits) {
        return new Bandwidth(bits);
    }

    public static Bandwidth bytesPerSecond(long bytes) {
        return new Bandwidth(Math.multiplyExact(bytes, 8));
    }

    /** Units of 10⁶ bit/s. */
    public static Bandwidth mbps(long megabits) {
        return new Bandwidth(Math.multiplyExact(megabits, 1_000_000L));
    }

    /** Units of 10⁹ bit/s. */
    public static Bandwidth gbps(long gigabits) {
        return new Bandwidth(Math.multiplyExact(gigabits, 1_000_000_000L));
    }

    /** Whole bytes per second, rounded down. */
    public long toBytesPerSecond() {
        return bitsPerSecond / 8;
    }

    /** Whole Mbit/s, rounded down. */
    public long toMbps() {
        return bitsPerSecond / 1_000_000;
    }

    @Override
    public int compareTo(Bandwidth other) {
        return Long.compare(bitsPerSecond, other.bitsPerSecond);
    }

    /** The largest decimal unit that divides it, such as {@code 25 Gbit/s}. */
    @Override
    public String toString() {
        long value = bitsPerSecond;
        int unit = 0;
        while (value != 0 && value % 1000 == 0 && unit < PREFIXES.length()) {
            value /= 1000;
            unit++;
        }
        return unit == 0
                ? value + " bit/s"
                : String.format(Locale.ROOT, "%d %cbit/s", value, PREFIXES.charAt(unit - 1));
    }
}
