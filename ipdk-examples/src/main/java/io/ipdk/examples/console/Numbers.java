package io.ipdk.examples.console;

import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import java.time.Duration;
import java.util.Locale;

/** Measured numbers, rounded for people to three digits. What was configured is printed exactly, as the API does. */
public final class Numbers {

    private static final String[] BITS = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};
    private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final String[] SECONDS = {"ns", "µs", "ms", "s"};

    private Numbers() {}

    public static String rate(Bandwidth measured) {
        return scaled(measured.bitsPerSecond(), 1000, BITS);
    }

    public static String size(DataSize measured) {
        return scaled(measured.bytes(), 1024, BYTES);
    }

    public static String time(Duration measured) {
        return scaled(measured.toNanos(), 1000, SECONDS);
    }

    /** Grouped by thousands. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** How far the measured value is from the configured one, in percent with a sign. */
    public static String deviation(double configured, double measured) {
        return String.format(Locale.ROOT, "%+.1f %%", 100 * (measured - configured) / configured);
    }

    private static String scaled(long value, int step, String[] units) {
        int unit = 0;
        double rest = (double) value;
        while (rest >= step && unit < units.length - 1) {
            rest /= step;
            unit++;
        }
        int decimals = unit == 0 || rest >= 100 ? 0 : rest >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", rest, units[unit]);
    }
}
