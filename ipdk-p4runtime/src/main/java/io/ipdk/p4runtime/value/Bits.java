package io.ipdk.p4runtime.value;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.math.BigInteger;
import java.util.HexFormat;

/**
 * Arithmetic on canonical byte strings: big-endian unsigned integers without leading zero bytes, zero as one zero byte.
 *
 * <p>Immutable: it holds nothing.
 */
public final class Bits {
    private Bits() {}

    /** The shortest form of 64 bits read as unsigned. */
    public static ByteString canonical(long bits) {
        int size = Math.max(1, (64 - Long.numberOfLeadingZeros(bits) + 7) / 8);
        byte[] bytes = new byte[size];
        for (int i = size - 1; i >= 0; i--) {
            bytes[i] = (byte) bits;
            bits >>>= 8;
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /** The same integer without leading zero bytes; the same object if there are none. An empty string stays empty. */
    public static ByteString canonical(ByteString bytes) {
        int first = 0;
        while (first < bytes.size() - 1 && bytes.byteAt(first) == 0) {
            first++;
        }
        return first == 0 ? bytes : bytes.substring(first);
    }

    /** The shortest two's complement form (P4's {@code int<W>}). */
    public static ByteString signed(BigInteger value) {
        return UnsafeByteOperations.unsafeWrap(value.toByteArray());
    }

    /** How many bits a canonical integer needs; 0 for zero. */
    public static int length(ByteString canonical) {
        int size = canonical.size();
        return size == 0 ? 0 : 8 * size - Integer.numberOfLeadingZeros(canonical.byteAt(0) & 0xff) + 24;
    }

    /** The lowest 64 bits. */
    public static long toLong(ByteString bytes) {
        long value = 0;
        for (int i = 0; i < bytes.size(); i++) {
            value = (value << 8) | (bytes.byteAt(i) & 0xff);
        }
        return value;
    }

    /** All {@code width} bits set; width at least 1. */
    public static ByteString ones(int width) {
        byte[] bytes = new byte[(width + 7) / 8];
        java.util.Arrays.fill(bytes, (byte) 0xff);
        bytes[0] = (byte) (0xff >>> (8 * bytes.length - width));
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /** Whether the canonical integer is all {@code width} bits set. */
    public static boolean isOnes(ByteString canonical, int width) {
        if (length(canonical) != width || width == 0) {
            return false;
        }
        for (int i = 1; i < canonical.size(); i++) {
            if (canonical.byteAt(i) != (byte) 0xff) {
                return false;
            }
        }
        return (canonical.byteAt(0) & 0xff) == 0xff >>> (8 * canonical.size() - width);
    }

    /** Whether the canonical integer is zero. */
    public static boolean isZero(ByteString canonical) {
        return canonical.size() == 1 && canonical.byteAt(0) == 0;
    }

    /** The value with all bits cleared that the mask has clear; the same object if that changes nothing. */
    public static ByteString and(ByteString value, ByteString mask) {
        int cut = Math.max(0, value.size() - mask.size());
        int shift = mask.size() - value.size();
        boolean same = true;
        for (int i = 0; i < value.size() && same; i++) {
            int kept = i < cut ? 0 : mask.byteAt(i + shift);
            same = (value.byteAt(i) & ~kept) == 0;
        }
        if (same) {
            return value;
        }
        byte[] bytes = new byte[value.size()];
        for (int i = cut; i < bytes.length; i++) {
            bytes[i] = (byte) (value.byteAt(i) & mask.byteAt(i + shift));
        }
        return canonical(UnsafeByteOperations.unsafeWrap(bytes));
    }

    /** The value with its lowest {@code count} bits cleared; the same object if they are clear. */
    public static ByteString clearLow(ByteString value, int count) {
        int size = value.size();
        int whole = Math.min(size, count / 8);
        int rest = count % 8;
        boolean same = true;
        for (int i = size - whole; i < size && same; i++) {
            same = value.byteAt(i) == 0;
        }
        int partial = size - whole - 1;
        int lowBits = (1 << rest) - 1;
        if (partial >= 0 && (value.byteAt(partial) & lowBits) != 0) {
            same = false;
        }
        if (same) {
            return value;
        }
        byte[] bytes = value.toByteArray();
        for (int i = size - whole; i < size; i++) {
            bytes[i] = 0;
        }
        if (partial >= 0) {
            bytes[partial] &= (byte) ~lowBits;
        }
        return canonical(UnsafeByteOperations.unsafeWrap(bytes));
    }

    /** Compares two canonical integers. */
    public static int compare(ByteString left, ByteString right) {
        int bySize = Integer.compare(left.size(), right.size());
        return bySize != 0
                ? bySize
                : ByteString.unsignedLexicographicalComparator().compare(left, right);
    }

    /** The integer in exactly {@code size} bytes; it must fit. */
    public static byte[] padded(ByteString canonical, int size) {
        byte[] bytes = new byte[size];
        ByteString digits = isZero(canonical) ? ByteString.EMPTY : canonical;
        digits.copyTo(bytes, size - digits.size());
        return bytes;
    }

    /** Lower-case hexadecimal digits, two a byte. */
    public static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
