package io.ipdk.unit;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A 48-bit IEEE 802 MAC address.
 *
 * <p>Immutable.
 *
 * @param bits the address in the low 48 bits, first octet on the wire in bits 47–40
 */
public record MacAddress(long bits) implements Comparable<MacAddress> {

    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}");
    private static final long GROUP_BIT = 1L << 40;
    private static final long LOCAL_BIT = 1L << 41;

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("MAC address has more than 48 bits: 0x" + Long.toHexString(bits));
        }
    }

    /**
     * Reads {@code 52:54:00:12:34:56} (or with {@code -}).
     *
     * @throws IllegalArgumentException if the text is not six pairs of hex digits
     */
    public static MacAddress of(String text) {
        Objects.requireNonNull(text, "text");
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "not a MAC address: '" + text + "'; write six pairs of hex digits, such as 52:54:00:12:34:56");
        }
        return new MacAddress(Long.parseLong(text.replaceAll("[:-]", ""), 16));
    }

    /** Whether the address names a group of stations (bit 0 of the first octet). */
    public boolean isMulticast() {
        return (bits & GROUP_BIT) != 0;
    }

    /** Whether the address is locally administered (bit 1 of the first octet). */
    public boolean isLocallyAdministered() {
        return (bits & LOCAL_BIT) != 0;
    }

    @Override
    public int compareTo(MacAddress other) {
        return Long.compare(bits, other.bits);
    }

    /** The canonical form: lower case, colons. */
    @Override
    public String toString() {
        String hex = String.format(Locale.ROOT, "%012x", bits);
        return String.join(":", hex.split("(?<=\\G..)"));
    }
}
