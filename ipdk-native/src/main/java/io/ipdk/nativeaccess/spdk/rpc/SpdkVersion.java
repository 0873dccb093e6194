package io.ipdk.nativeaccess.spdk.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A release of SPDK: year and month, such as 24.01. A version between two releases, such as 26.09-pre, counts as the one
 * it leads to.
 *
 * <p>Immutable.
 *
 * @param major the year, two digits
 * @param minor the month
 * @param text what the target says of itself
 */
public record SpdkVersion(int major, int minor, String text) implements Comparable<SpdkVersion> {

    /** The release of that year and month. */
    public static SpdkVersion of(int major, int minor) {
        return new SpdkVersion(major, minor, String.format("%02d.%02d", major, minor));
    }

    static SpdkVersion read(JsonNode answer) {
        JsonNode fields = answer.path("fields");
        return new SpdkVersion(
                fields.path("major").asInt(),
                fields.path("minor").asInt(),
                answer.path("version").asText("an unknown version of SPDK"));
    }

    /** Whether this is that release or a later one. */
    public boolean isAtLeast(SpdkVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(SpdkVersion other) {
        int years = Integer.compare(major, other.major);
        return years != 0 ? years : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return text;
    }
}
