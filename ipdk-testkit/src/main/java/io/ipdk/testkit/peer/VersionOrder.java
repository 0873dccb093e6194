package io.ipdk.testkit.peer;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order of file names that carry version numbers: {@code 6.1.0-9} comes before {@code 6.1.0-56}. */
final class VersionOrder {
    private static final Pattern PART = Pattern.compile("\\d+|\\D+");

    private VersionOrder() {}

    static int compare(String left, String right) {
        Matcher l = PART.matcher(left);
        Matcher r = PART.matcher(right);
        while (true) {
            boolean hasLeft = l.find();
            boolean hasRight = r.find();
            if (!hasLeft || !hasRight) {
                return Boolean.compare(hasLeft, hasRight);
            }
            int order = comparePart(l.group(), r.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int comparePart(String left, String right) {
        boolean numbers = Character.isDigit(left.charAt(0)) && Character.isDigit(right.charAt(0));
        return numbers ? new BigInteger(left).compareTo(new BigInteger(right)) : left.compareTo(right);
    }
}
