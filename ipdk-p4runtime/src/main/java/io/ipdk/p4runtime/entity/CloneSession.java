package io.ipdk.p4runtime.entity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clone session: where clones of a packet go, and how much of it.
 *
 * <p>Immutable.
 *
 * @param sessionId 1 to 2³²-1; 0 in a read stands for all
 * @param replicas the clones; their order does not matter to equality
 * @param classOfService of the clones
 * @param packetLengthBytes how much of the packet is cloned; 0 for all of it
 */
public record CloneSession(long sessionId, List<Replica> replicas, int classOfService, int packetLengthBytes)
        implements P4Entity {

    public CloneSession {
        replicas = List.copyOf(replicas);
    }

    /** A session without clones. */
    public static CloneSession of(long sessionId) {
        return new CloneSession(sessionId, List.of(), 0, 0);
    }

    /** For a read: all sessions. */
    public static CloneSession all() {
        return of(0);
    }

    /** The session with one more clone, of instance 0. */
    public CloneSession replica(long port) {
        return replica(Replica.to(port, 0));
    }

    /** The session with one more clone. */
    public CloneSession replica(long port, long instance) {
        return replica(Replica.to(port, instance));
    }

    /** The session with one more clone. */
    public CloneSession replica(Replica replica) {
        List<Replica> more = new ArrayList<>(replicas);
        more.add(replica);
        return new CloneSession(sessionId, more, classOfService, packetLengthBytes);
    }

    /** The session with another class of service. */
    public CloneSession classOfService(int service) {
        return new CloneSession(sessionId, replicas, service, packetLengthBytes);
    }

    /** The session with clones cut to so many bytes; 0 leaves them whole. */
    public CloneSession truncatedTo(int bytes) {
        return new CloneSession(sessionId, replicas, classOfService, bytes);
    }

    @Override
    public CloneSession key() {
        return of(sessionId);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof CloneSession that
                        && sessionId == that.sessionId
                        && classOfService == that.classOfService
                        && packetLengthBytes == that.packetLengthBytes
                        && Unordered.equal(replicas, that.replicas));
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(sessionId) + Unordered.hash(replicas);
    }
}
