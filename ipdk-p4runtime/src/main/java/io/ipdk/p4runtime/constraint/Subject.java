package io.ipdk.p4runtime.constraint;

import java.math.BigInteger;

/**
 * What a constraint is asked about: an entry's keys, or an action's parameters. A key has two numbers: value and mask
 * (ternary, optional), value and prefix length (LPM), lowest and highest (range), value and nothing (exact).
 */
interface Subject {

    BigInteger first(int position);

    BigInteger second(int position);

    BigInteger priority();

    /** A key's or parameter's value, for people. */
    String describe(int position);
}
