package io.ipdk.p4runtime.entity;

import io.ipdk.p4runtime.value.P4Value;
import java.math.BigInteger;

/** Matches as people write them. */
final class MatchText {
    private MatchText() {}

    /** {@code 10.0.0.0/8}, {@code 0x0a000000/8}; an address without a length is matched whole. */
    static Match.Lpm lpm(String entity, String field, String text) {
        int slash = text.lastIndexOf('/');
        P4Value value = P4Value.parse(slash < 0 ? text : text.substring(0, slash));
        int length = slash < 0 ? value.naturalWidth() : number(text.substring(slash + 1));
        if (length < 0 || (slash < 0 && length == 0)) {
            throw new InvalidEntityException(
                    EntityRule.WRONG_VALUE_KIND,
                    entity,
                    field,
                    '\'' + text + '\'',
                    "an address or a number, a slash and the prefix length, such as 10.0.0.0/8");
        }
        return new Match.Lpm(field, value, length);
    }

    /** {@code 0x0800&&&0xff00}, {@code 10.0.0.0/8}, or a value without a mask where its width is plain from it. */
    static Match.Ternary ternary(String entity, String field, String text) {
        int mask = text.indexOf("&&&");
        if (mask >= 0) {
            return new Match.Ternary(
                    field,
                    P4Value.parse(text.substring(0, mask).strip()),
                    P4Value.parse(text.substring(mask + 3).strip()));
        }
        int slash = text.lastIndexOf('/');
        P4Value value = P4Value.parse(slash < 0 ? text : text.substring(0, slash));
        int width = value.naturalWidth();
        int length = slash < 0 ? width : number(text.substring(slash + 1));
        if (width == 0 || length < 0 || length > width) {
            throw new InvalidEntityException(
                    EntityRule.WRONG_VALUE_KIND,
                    entity,
                    field,
                    '\'' + text + '\'',
                    "a value and a mask such as 0x0800&&&0xff00, or an address with a prefix length such as 10.0.0.0/8");
        }
        BigInteger ones =
                BigInteger.ONE.shiftLeft(length).subtract(BigInteger.ONE).shiftLeft(width - length);
        return new Match.Ternary(field, value, P4Value.of(ones));
    }

    /** A decimal number of at most 5 digits, or -1. */
    private static int number(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return Integer.parseInt(text);
    }
}
