package io.ipdk.p4runtime.stream;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p4.v1.PacketOut;

/** The last packets that were sent, to find the one that an error is about. Thread-safe. */
final class SentPackets {
    private final @Nullable SentPacket[] ring;
    private long next;

    SentPackets(int capacity) {
        this.ring = new SentPacket[capacity];
    }

    synchronized SentPacket add(Object original, PacketOut raw) {
        SentPacket sent = new SentPacket(next, original, raw);
        ring[(int) (next % ring.length)] = sent;
        next++;
        return sent;
    }

    /**
     * The oldest packet that equals what the target returned and has not been found before. A target may leave the payload
     * out; then the metadata alone decides.
     */
    synchronized Optional<SentPacket> find(PacketOut returned) {
        for (long i = Math.max(0, next - ring.length); i < next; i++) {
            int slot = (int) (i % ring.length);
            SentPacket sent = ring[slot];
            if (sent != null && fits(sent.raw(), returned)) {
                ring[slot] = null;
                return Optional.of(sent);
            }
        }
        return Optional.empty();
    }

    private static boolean fits(PacketOut sent, PacketOut returned) {
        return sent.equals(returned)
                || (returned.getPayload().isEmpty()
                        && returned.getMetadataCount() > 0
                        && sent.getMetadataList().equals(returned.getMetadataList()));
    }
}
