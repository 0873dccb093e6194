package io.ipdk.p4target.server.arbitration;

import org.p4.v1.Uint128;

/**
 * An election id: 128 bits, unsigned. An unset id is not one of these.
 *
 * <p>Immutable.
 */
public record ElectionId(long high, long low) implements Comparable<ElectionId> {
    public static ElectionId of(Uint128 message) {
        return new ElectionId(message.getHigh(), message.getLow());
    }

    public Uint128 toMessage() {
        return Uint128.newBuilder().setHigh(high).setLow(low).build();
    }

    @Override
    public int compareTo(ElectionId other) {
        int order = Long.compareUnsigned(high, other.high);
        return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return high == 0 ? Long.toUnsignedString(low) : "0x" + Long.toHexString(high) + String.format("%016x", low);
    }
}
