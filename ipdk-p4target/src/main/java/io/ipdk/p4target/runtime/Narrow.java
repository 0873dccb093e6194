package io.ipdk.p4target.runtime;

/** What generated code does with numbers that fit a long, where Java's operators mean something else. Immutable. */
public final class Narrow {
    private Narrow() {}

    /** Shifts left; 64 or more gives 0. */
    public static long shl(long value, long amount) {
        return amount < 0 || amount > 63 ? 0 : value << amount;
    }

    /** Shifts right with the sign; 64 or more gives 0 or -1. */
    public static long shr(long value, long amount) {
        return value >> (amount < 0 || amount > 63 ? 63 : amount);
    }

    /** Shifts right without a sign; 64 or more gives 0. */
    public static long ushr(long value, long amount) {
        return amount < 0 || amount > 63 ? 0 : value >>> amount;
    }

    /** The nearest number that fits so many bits with a sign. */
    public static long saturateSigned(long value, int width) {
        if (width >= 64) {
            return value;
        }
        long most = (1L << (width - 1)) - 1;
        return Math.max(-most - 1, Math.min(most, value));
    }

    /** The nearest number to a signed one that fits so many bits without a sign. */
    public static long saturateUnsigned(long value, int width) {
        if (value < 0) {
            return 0;
        }
        return width >= 63 ? value : Math.min(value, (1L << width) - 1);
    }

    /** The nearest number to an unsigned one that fits so many bits without a sign. */
    public static long saturate(long value, int width) {
        return width >= 64 || value >>> width == 0 ? value : (1L << width) - 1;
    }

    /** Divides; by zero gives 0. */
    public static long divide(long a, long b) {
        return b == 0 ? 0 : a / b;
    }

    /** Divides numbers without a sign; by zero gives 0. */
    public static long divideUnsigned(long a, long b) {
        return b == 0 ? 0 : Long.divideUnsigned(a, b);
    }

    /** The remainder; by zero gives 0. */
    public static long remainder(long a, long b) {
        return b == 0 ? 0 : a % b;
    }

    /** The remainder of numbers without a sign; by zero gives 0. */
    public static long remainderUnsigned(long a, long b) {
        return b == 0 ? 0 : Long.remainderUnsigned(a, b);
    }
}
