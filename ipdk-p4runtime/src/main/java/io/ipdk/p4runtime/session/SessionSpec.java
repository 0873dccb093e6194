package io.ipdk.p4runtime.session;

import io.ipdk.error.InvalidSpecException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a client wants its session to be. Immutable.
 *
 * @param deviceId 1 or more, unsigned
 * @param electionId empty = unset: the client reads, and never becomes primary
 * @param takeOver what a backup does when the primary is gone
 * @param answerWithin how long a target may take to answer an arbitration before the stream counts as dead, and to end the
 *     stream of a client that closes
 * @param connectWithin how long the first connection may take, attempts included
 * @param reconnect whether a lost stream is opened again
 * @param backOff between attempts
 * @param outboundCapacity messages that wait while the connection has no room for them
 */
public record SessionSpec(
        long deviceId,
        Optional<ElectionId> electionId,
        Role role,
        TakeOver takeOver,
        Duration answerWithin,
        Duration connectWithin,
        boolean reconnect,
        BackOff backOff,
        int outboundCapacity) {
    public SessionSpec {
        if (deviceId == 0) {
            throw new InvalidSpecException("deviceId", 0, "1 to 2^64 - 1 (P4Runtime 1.5 forbids 0)");
        }
        Objects.requireNonNull(electionId, "electionId");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(takeOver, "takeOver");
        Objects.requireNonNull(backOff, "backOff");
        if (answerWithin.isNegative() || answerWithin.isZero()) {
            throw new InvalidSpecException("answerWithin", answerWithin, "more than zero");
        }
        if (connectWithin.isNegative()) {
            throw new InvalidSpecException("connectWithin", connectWithin, "zero or more");
        }
        if (outboundCapacity < 1) {
            throw new InvalidSpecException("outboundCapacity", outboundCapacity, "1 or more");
        }
    }
}
