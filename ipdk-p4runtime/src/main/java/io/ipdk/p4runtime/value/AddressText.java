package io.ipdk.p4runtime.value;

import io.ipdk.error.InvalidSpecException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers and addresses as people write them. */
final class AddressText {
    private static final int IPV6_GROUPS = 8;
    private static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{1,2}([:-][0-9a-fA-F]{1,2}){5}");
    /** No field is that wide; longer digits are an attack on the quadratic conversion, not a number. */
    private static final int LONGEST_NUMBER = 20_000;

    private AddressText() {}

    static P4Value parse(String text) {
        byte[] octets = text.indexOf(':') >= 0 || text.indexOf('-') > 0 ? colons(text) : null;
        if (octets == null && text.indexOf('.') >= 0) {
            octets = ipv4Octets(text);
        }
        if (octets != null) {
            return P4Value.address(octets);
        }
        BigInteger number = number(text);
        if (number == null) {
            throw new InvalidSpecException(
                    "value",
                    '\'' + text + '\'',
                    "a number (17, 0x11, 0b10001, 0o21), a MAC address (02:00:00:00:00:01),"
                            + " an IPv4 address (10.0.0.1) or an IPv6 address (2001:db8::1)");
        }
        return P4Value.of(number);
    }

    static P4Value mac(String text) {
        return required(macOctets(text), text, "a MAC address such as 02:00:00:00:00:01");
    }

    static P4Value ipv4(String text) {
        return required(ipv4Octets(text), text, "an IPv4 address such as 10.0.0.1");
    }

    static P4Value ipv6(String text) {
        return required(ipv6Octets(text), text, "an IPv6 address such as 2001:db8::1");
    }

    static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are always an address", e);
        }
    }

    static String dotted(long address) {
        return (address >>> 24 & 0xff) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "."
                + (address & 0xff);
    }

    private static P4Value required(byte @Nullable [] octets, String text, String allowed) {
        if (octets == null) {
            throw new InvalidSpecException("value", '\'' + text + '\'', allowed);
        }
        return P4Value.address(octets);
    }

    private static byte @Nullable [] colons(String text) {
        byte[] mac = macOctets(text);
        return mac != null ? mac : ipv6Octets(text);
    }

    private static byte @Nullable [] macOctets(String text) {
        if (!MAC.matcher(text).matches()) {
            return null;
        }
        byte[] octets = new byte[6];
        int at = 0;
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                octets[at++] = (byte) value;
                value = 0;
            } else {
                value = value << 4 | digit;
            }
        }
        octets[at] = (byte) value;
        return octets;
    }

    private static byte @Nullable [] ipv4Octets(String text) {
        byte[] octets = new byte[4];
        int at = 0;
        int value = -1;
        int digits = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '.';
            if (c == '.') {
                if (value < 0 || at == 4) {
                    return null;
                }
                octets[at++] = (byte) value;
                value = -1;
                digits = 0;
            } else if (c >= '0' && c <= '9' && ++digits <= 3) {
                value = Math.max(0, value) * 10 + c - '0';
                if (value > 255) {
                    return null;
                }
            } else {
                return null;
            }
        }
        return at == 4 ? octets : null;
    }

    /** RFC 4291, 2.2: eight groups, one run of zeros as {@code ::}, the last two groups perhaps in dotted form. */
    private static byte @Nullable [] ipv6Octets(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return null;
        }
        int[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
        int[] tail = groups(gap < 0 ? "" : text.substring(gap + 2), true);
        if (head == null || tail == null) {
            return null;
        }
        int given = head.length + tail.length;
        if (gap < 0 ? given != IPV6_GROUPS : given >= IPV6_GROUPS) {
            return null;
        }
        int[] all = Arrays.copyOf(head, IPV6_GROUPS);
        System.arraycopy(tail, 0, all, IPV6_GROUPS - tail.length, tail.length);
        byte[] octets = new byte[2 * IPV6_GROUPS];
        for (int i = 0; i < IPV6_GROUPS; i++) {
            octets[2 * i] = (byte) (all[i] >>> 8);
            octets[2 * i + 1] = (byte) all[i];
        }
        return octets;
    }

    private static int @Nullable [] groups(String text, boolean dottedTail) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String[] parts = text.split(":", -1);
        int[] groups = new int[parts.length + 1];
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            byte[] dotted = dottedTail && i == parts.length - 1 ? ipv4Octets(parts[i]) : null;
            if (dotted != null) {
                groups[count++] = ((dotted[0] & 0xff) << 8) | (dotted[1] & 0xff);
                groups[count++] = ((dotted[2] & 0xff) << 8) | (dotted[3] & 0xff);
            } else {
                int value = hexGroup(parts[i]);
                if (value < 0) {
                    return null;
                }
                groups[count++] = value;
            }
        }
        return Arrays.copyOf(groups, count);
    }

    private static int hexGroup(String part) {
        if (part.isEmpty() || part.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            int digit = Character.digit(part.charAt(i), 16);
            if (digit < 0 || part.charAt(i) > 'f') {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static @Nullable BigInteger number(String text) {
        int radix = 10;
        String digits = text;
        if (text.length() > 2 && text.charAt(0) == '0') {
            radix = switch (text.charAt(1)) {
                case 'x', 'X' -> 16;
                case 'b', 'B' -> 2;
                case 'o', 'O' -> 8;
                case 'd', 'D' -> 10;
                default -> -10;
            };
            digits = radix > 0 ? text.substring(2) : text;
            radix = Math.abs(radix);
        }
        if (digits.isEmpty() || digits.length() > LONGEST_NUMBER) {
            return null;
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) > 'f' || Character.digit(digits.charAt(i), radix) < 0) {
                return null;
            }
        }
        return new BigInteger(digits, radix);
    }
}
