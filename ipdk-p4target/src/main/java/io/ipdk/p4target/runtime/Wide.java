package io.ipdk.p4target.runtime;

/**
 * Two's complement numbers of several longs, the low one first. All operands of a call have the same length. Immutable.
 */
public final class Wide {
    private Wide() {}

    public static void set(long[] to, long[] from) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    /** Sets a signed number. */
    public static void setSigned(long[] to, long value) {
        to[0] = value;
        fill(to, 1, value >> 63);
    }

    /** Sets an unsigned number. */
    public static void setUnsigned(long[] to, long value) {
        to[0] = value;
        fill(to, 1, 0);
    }

    /** Sets every long from one on. */
    public static void fill(long[] to, int from, long value) {
        for (int i = from; i < to.length; i++) {
            to[i] = value;
        }
    }

    public static void add(long[] to, long[] a, long[] b) {
        long carry = 0;
        for (int i = 0; i < to.length; i++) {
            long x = a[i];
            long sum = x + b[i];
            long out = Long.compareUnsigned(sum, x) < 0 ? 1 : 0;
            to[i] = sum + carry;
            carry = out | (carry == 1 && sum == -1L ? 1 : 0);
        }
    }

    public static void sub(long[] to, long[] a, long[] b) {
        long borrow = 0;
        for (int i = 0; i < to.length; i++) {
            long x = a[i];
            long y = b[i];
            long difference = x - y;
            long out = Long.compareUnsigned(x, y) < 0 ? 1 : 0;
            to[i] = difference - borrow;
            borrow = out | (borrow == 1 && difference == 0 ? 1 : 0);
        }
    }

    /** The product's low longs; {@code to} is neither operand. */
    public static void mul(long[] to, long[] a, long[] b) {
        fill(to, 0, 0);
        for (int i = 0; i < to.length; i++) {
            long carry = 0;
            for (int k = 0; i + k < to.length; k++) {
                long low = a[i] * b[k];
                long high = unsignedHigh(a[i], b[k]);
                long sum = to[i + k] + low;
                high += Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
                long all = sum + carry;
                high += Long.compareUnsigned(all, carry) < 0 ? 1 : 0;
                to[i + k] = all;
                carry = high;
            }
        }
    }

    /** The high long of an unsigned product; Math.unsignedMultiplyHigh came with Java 18. */
    private static long unsignedHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    public static void and(long[] to, long[] a, long[] b) {
        for (int i = 0; i < to.length; i++) {
            to[i] = a[i] & b[i];
        }
    }

    public static void or(long[] to, long[] a, long[] b) {
        for (int i = 0; i < to.length; i++) {
            to[i] = a[i] | b[i];
        }
    }

    public static void xor(long[] to, long[] a, long[] b) {
        for (int i = 0; i < to.length; i++) {
            to[i] = a[i] ^ b[i];
        }
    }

    public static void not(long[] to, long[] a) {
        for (int i = 0; i < to.length; i++) {
            to[i] = ~a[i];
        }
    }

    /** Shifts left; by the number's own length or more gives 0. */
    public static void shl(long[] to, long[] a, long amount) {
        int n = to.length;
        if (amount < 0 || amount >= 64L * n) {
            fill(to, 0, 0);
            return;
        }
        int longs = (int) (amount >>> 6);
        int bits = (int) amount & 63;
        for (int i = n - 1; i >= 0; i--) {
            long high = i - longs >= 0 ? a[i - longs] << bits : 0;
            long low = bits != 0 && i - longs - 1 >= 0 ? a[i - longs - 1] >>> (64 - bits) : 0;
            to[i] = high | low;
        }
    }

    /** Shifts right with the sign; by the number's own length or more gives 0 or -1. */
    public static void shr(long[] to, long[] a, long amount) {
        int n = to.length;
        long sign = a[n - 1] >> 63;
        if (amount < 0 || amount >= 64L * n) {
            fill(to, 0, sign);
            return;
        }
        int longs = (int) (amount >>> 6);
        int bits = (int) amount & 63;
        for (int i = 0; i < n; i++) {
            long low = i + longs < n ? a[i + longs] : sign;
            long high = i + longs + 1 < n ? a[i + longs + 1] : sign;
            to[i] = bits == 0 ? low : low >>> bits | high << (64 - bits);
        }
    }

    /** Less than, equal or greater than, with signs. */
    public static int compare(long[] a, long[] b) {
        int last = a.length - 1;
        if (a[last] != b[last]) {
            return a[last] < b[last] ? -1 : 1;
        }
        for (int i = last - 1; i >= 0; i--) {
            if (a[i] != b[i]) {
                return Long.compareUnsigned(a[i], b[i]);
            }
        }
        return 0;
    }

    public static boolean isZero(long[] a) {
        long any = 0;
        for (long word : a) {
            any |= word;
        }
        return any == 0;
    }

    public static boolean isNegative(long[] a) {
        return a[a.length - 1] < 0;
    }

    /** The low bits seen as a signed number. */
    public static void signed(long[] to, long[] a, int width) {
        int top = (width - 1) >>> 6;
        int shift = 63 - ((width - 1) & 63);
        long high = top < a.length ? a[top] << shift >> shift : a[a.length - 1];
        for (int i = 0; i < to.length; i++) {
            to[i] = i < top ? a[i] : i == top ? high : high >> 63;
        }
    }

    /** The low bits seen as an unsigned number. */
    public static void unsigned(long[] to, long[] a, int width) {
        int top = (width - 1) >>> 6;
        int shift = 63 - ((width - 1) & 63);
        for (int i = 0; i < to.length; i++) {
            to[i] = i < top ? a[i] : i == top ? a[i] << shift >>> shift : 0;
        }
    }

    /** The nearest number that fits so many bits with a sign. */
    public static void saturateSigned(long[] to, long[] a, int width) {
        boolean fits = true;
        long sign = a[a.length - 1] >> 63;
        for (int bit = width - 1; bit < a.length * 64; bit++) {
            fits &= (a[bit >>> 6] >>> bit & 1) == (sign & 1);
        }
        if (fits) {
            set(to, a);
            return;
        }
        for (int i = 0; i < to.length; i++) {
            int low = i * 64;
            long ones = width - 1 >= low + 64 ? -1L : width - 1 <= low ? 0 : (1L << (width - 1 - low)) - 1;
            to[i] = sign == 0 ? ones : ~ones;
        }
    }

    /** The nearest number that fits so many bits without a sign. */
    public static void saturateUnsigned(long[] to, long[] a, int width) {
        if (isNegative(a)) {
            fill(to, 0, 0);
            return;
        }
        boolean fits = true;
        for (int bit = width; bit < a.length * 64; bit++) {
            fits &= (a[bit >>> 6] >>> bit & 1) == 0;
        }
        if (fits) {
            set(to, a);
            return;
        }
        for (int i = 0; i < to.length; i++) {
            int low = i * 64;
            to[i] = width >= low + 64 ? -1L : width <= low ? 0 : (1L << (width - low)) - 1;
        }
    }

    /**
     * Quotient or remainder of numbers without a sign; by zero gives 0.
     *
     * @param to neither operand
     */
    public static void divide(long[] to, long[] a, long[] b, long[] rest, boolean quotient) {
        fill(to, 0, 0);
        fill(rest, 0, 0);
        if (isZero(b)) {
            return;
        }
        for (int bit = a.length * 64 - 1; bit >= 0; bit--) {
            shl(rest, rest, 1);
            rest[0] |= a[bit >>> 6] >>> bit & 1;
            if (compare(rest, b) >= 0) {
                sub(rest, rest, b);
                to[bit >>> 6] |= 1L << bit;
            }
        }
        if (!quotient) {
            set(to, rest);
        }
    }

    /** A shift amount; what does not fit an int is as good as infinite. */
    public static long amount(long[] a) {
        for (int i = 1; i < a.length; i++) {
            if (a[i] != 0) {
                return Integer.MAX_VALUE;
            }
        }
        return a[0] < 0 || a[0] > Integer.MAX_VALUE ? Integer.MAX_VALUE : a[0];
    }
}
