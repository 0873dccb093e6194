package io.ipdk.p4runtime.session;

import io.ipdk.error.InvalidSpecException;
import org.p4.v1.Uint128;

/**
 * Who outranks whom among the clients of a role: the highest that a target has ever seen is primary. 128 bits, unsigned.
 * Immutable.
 *
 * @param high bits 127 to 64
 * @param low bits 63 to 0
 */
public record ElectionId(long high, long low) implements Comparable<ElectionId> {
    /** None is higher. */
    public static final ElectionId MAX = new ElectionId(-1, -1);

    /** An id of up to 64 bits, read as unsigned. */
    public static ElectionId of(long low) {
        return new ElectionId(0, low);
    }

    public static ElectionId of(long high, long low) {
        return new ElectionId(high, low);
    }

    public static ElectionId of(Uint128 id) {
        return new ElectionId(id.getHigh(), id.getLow());
    }

    /** The next higher one; not that of {@link #MAX}. */
    public ElectionId next() {
        if (equals(MAX)) {
            throw new InvalidSpecException("electionId", this, "lower than the highest one");
        }
        return low == -1 ? new ElectionId(high + 1, 0) : new ElectionId(high, low + 1);
    }

    public Uint128 toProto() {
        return Uint128.newBuilder().setHigh(high).setLow(low).build();
    }

    @Override
    public int compareTo(ElectionId other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    /** Decimal, or {@code high:low} for what needs more than 64 bits. */
    @Override
    public String toString() {
        return high == 0 ? Long.toUnsignedString(low) : Long.toUnsignedString(high) + ":" + Long.toUnsignedString(low);
    }
}
