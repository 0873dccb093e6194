package io.ipdk.p4runtime.stream;

import io.ipdk.p4runtime.error.StatusCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.p4.v1.DigestListAck;
import org.p4.v1.StreamError;

/**
 * The target could not do what a message on the stream asked for. Immutable.
 *
 * @param message what the target said
 * @param space whose numbers {@code targetCode} is of; empty = none
 * @param packet the packet-out that it is about, if the target said which
 * @param ack the acknowledgement that it is about
 * @param raw all that the target sent
 */
public record StreamFailure(
        StatusCode code,
        String message,
        String space,
        int targetCode,
        Optional<SentPacket> packet,
        Optional<DigestListAck> ack,
        StreamError raw) {

    static StreamFailure of(StreamError error, @Nullable SentPacket packet) {
        return new StreamFailure(
                StatusCode.of(error.getCanonicalCode()),
                error.getMessage(),
                error.getSpace(),
                error.getCode(),
                Optional.ofNullable(packet),
                error.hasDigestListAck() && error.getDigestListAck().hasDigestListAck()
                        ? Optional.of(error.getDigestListAck().getDigestListAck())
                        : Optional.empty(),
                error);
    }

    /** No payload. */
    @Override
    public String toString() {
        return code
                + (message.isEmpty() ? "" : ": " + message)
                + packet.map(sent -> ", packet-out " + sent.sequence()).orElse("");
    }
}
