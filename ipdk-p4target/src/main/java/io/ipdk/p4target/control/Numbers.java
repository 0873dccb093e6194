package io.ipdk.p4target.control;

import java.math.BigInteger;

/** Numbers from longs. Immutable. */
final class Numbers {
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private Numbers() {}

    static BigInteger unsigned(long value) {
        BigInteger number = BigInteger.valueOf(value);
        return value < 0 ? number.add(TWO_TO_64) : number;
    }

    /** A number of some bits from longs, the low one first. */
    static BigInteger of(long[] longs, int from, int width) {
        BigInteger value = BigInteger.ZERO;
        for (int limb = (width - 1) / 64; limb >= 0; limb--) {
            value = value.shiftLeft(64).or(unsigned(longs[from + limb]));
        }
        return value;
    }
}
