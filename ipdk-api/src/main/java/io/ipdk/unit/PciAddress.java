package io.ipdk.unit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a function sits on the host's PCI: domain, bus, device, function.
 *
 * <p>Immutable.
 *
 * @param domain 0–0xffff
 * @param bus 0–0xff
 * @param device 0–31
 * @param function 0–7
 */
public record PciAddress(int domain, int bus, int device, int function) implements Comparable<PciAddress> {

    private static final Pattern TEXT =
            Pattern.compile("(?:([0-9a-fA-F]{4}):)?([0-9a-fA-F]{2}):([0-9a-fA-F]{2})\\.([0-7])");

    public PciAddress {
        check("domain", domain, 0xffff);
        check("bus", bus, 0xff);
        check("device", device, 31);
        check("function", function, 7);
    }

    private static void check(String part, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException("PCI " + part + " " + value + " is out of range 0–" + max);
        }
    }

    /**
     * Reads {@code 0000:01:00.0} or, for domain 0, {@code 01:00.0}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static PciAddress of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a PCI address: '" + text + "'; write domain:bus:device.function in"
                    + " hex, such as 0000:01:00.0");
        }
        int domain = parts.group(1) == null ? 0 : Integer.parseInt(parts.group(1), 16);
        return new PciAddress(
                domain,
                Integer.parseInt(parts.group(2), 16),
                Integer.parseInt(parts.group(3), 16),
                Integer.parseInt(parts.group(4), 16));
    }

    @Override
    public int compareTo(PciAddress other) {
        return Integer.compare(packed(), other.packed());
    }

    private int packed() {
        return domain << 16 | bus << 8 | device << 3 | function;
    }

    /** The form of {@code lspci -D}: {@code 0000:01:00.0}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%04x:%02x:%02x.%d", domain, bus, device, function);
    }
}
