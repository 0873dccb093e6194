package io.ipdk.nativeaccess.dpdk.tag;

import io.ipdk.error.UnsupportedException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a tag is, as each side declares it.
 *
 * <p>Immutable.
 *
 * @param place where it travels
 * @param detail what tells it from others in the same place: the field's name, or the header's EtherType
 * @param bits its width, 1 to 32
 * @param meaning what its values stand for, such as {@code source port}
 */
public record TagSpec(TagPlace place, String detail, int bits, String meaning) {
    private static final int MAX_BITS = 32;

    public TagSpec {
        if (bits < 1 || bits > MAX_BITS) {
            throw new IllegalArgumentException("a tag of " + bits + " bits: the range is 1 to " + MAX_BITS);
        }
        if (meaning.isBlank()) {
            throw new IllegalArgumentException("a tag needs a meaning, so that both sides can compare it");
        }
    }

    /** The largest value. */
    public long maxValue() {
        return (1L << bits) - 1;
    }

    /**
     * Returns if the other side declares the same.
     *
     * @throws UnsupportedException with every difference if it does not
     */
    public void requireAgreement(TagSpec other) {
        List<String> differences = new ArrayList<>();
        compare("place", place, other.place, differences);
        compare("detail", detail, other.detail, differences);
        compare("bits", bits, other.bits, differences);
        compare("meaning", meaning, other.meaning, differences);
        if (!differences.isEmpty()) {
            throw new UnsupportedException(
                    "the two sides do not mean the same tag: " + String.join(", ", differences),
                    "declare one tag on both sides");
        }
    }

    private static void compare(String what, Object ours, Object theirs, List<String> differences) {
        if (!ours.equals(theirs)) {
            differences.add(what + " " + ours + " here and " + theirs + " there");
        }
    }

    long requireInRange(long value) {
        if (value < 0 || value > maxValue()) {
            throw new IllegalArgumentException(
                    "tag " + value + " (" + meaning + "): the range of " + bits + " bits is 0 to " + maxValue());
        }
        return value;
    }
}
