package io.ipdk.p4runtime.entity;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A multicast group: where copies of a packet go.
 *
 * <p>Immutable.
 *
 * @param groupId 1 to 2³²-1; 0 in a read stands for all
 * @param replicas the copies; their order does not matter to equality
 * @param metadata bytes of the controller's own
 */
public record MulticastGroup(long groupId, List<Replica> replicas, ByteString metadata) implements P4Entity {

    public MulticastGroup {
        replicas = List.copyOf(replicas);
    }

    /** A group without copies. */
    public static MulticastGroup of(long groupId) {
        return new MulticastGroup(groupId, List.of(), ByteString.EMPTY);
    }

    /** For a read: all groups. */
    public static MulticastGroup all() {
        return of(0);
    }

    /** The group with one more copy, of instance 0. */
    public MulticastGroup replica(long port) {
        return replica(Replica.to(port, 0));
    }

    /** The group with one more copy. */
    public MulticastGroup replica(long port, long instance) {
        return replica(Replica.to(port, instance));
    }

    /** The group with one more copy. */
    public MulticastGroup replica(Replica replica) {
        List<Replica> more = new ArrayList<>(replicas);
        more.add(replica);
        return new MulticastGroup(groupId, more, metadata);
    }

    /** The group with bytes of the controller's own. */
    public MulticastGroup metadata(ByteString bytes) {
        return new MulticastGroup(groupId, replicas, bytes);
    }

    @Override
    public MulticastGroup key() {
        return of(groupId);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof MulticastGroup that
                        && groupId == that.groupId
                        && metadata.equals(that.metadata)
                        && Unordered.equal(replicas, that.replicas));
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(groupId) + Unordered.hash(replicas);
    }
}
