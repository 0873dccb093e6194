package io.ipdk.p4runtime.stream;

import org.p4.v1.PacketOut;

/**
 * A packet-out that was given to the connection. Immutable.
 *
 * @param sequence what {@code send} returned for it
 * @param original what the caller gave
 * @param raw what went out
 */
public record SentPacket(long sequence, Object original, PacketOut raw) {
    /** No payload. */
    @Override
    public String toString() {
        return "packet-out " + sequence + " of " + raw.getPayload().size() + " bytes";
    }
}
