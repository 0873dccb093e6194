package io.ipdk.p4runtime.codec;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.entity.BackupReplica;
import io.ipdk.p4runtime.entity.CloneSession;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.Replica;
import io.ipdk.p4runtime.value.P4Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p4.v1.CloneSessionEntry;
import org.p4.v1.MulticastGroupEntry;
import org.p4.v1.PacketReplicationEngineEntry;

/** Multicast groups and clone sessions ("PacketReplicationEngineEntry"). */
final class ReplicationCodec {
    private final Ports ports;

    ReplicationCodec(Ports ports) {
        this.ports = ports;
    }

    /**
     * @param least the least id: 1 in a write, 0 in a read, where it means all
     */
    PacketReplicationEngineEntry encode(MulticastGroup group, int least) {
        String entity = "multicast group " + group.groupId();
        MulticastGroupEntry.Builder builder = MulticastGroupEntry.newBuilder()
                .setMulticastGroupId(Ids.unsigned(group.groupId(), least, entity, "group id"))
                .setMetadata(group.metadata());
        encode(group.replicas(), entity).forEach(builder::addReplicas);
        return PacketReplicationEngineEntry.newBuilder()
                .setMulticastGroupEntry(builder)
                .build();
    }

    /** As for multicast groups. */
    PacketReplicationEngineEntry encode(CloneSession session, int least) {
        String entity = "clone session " + session.sessionId();
        if (session.packetLengthBytes() < 0) {
            throw new InvalidEntityException(
                    EntityRule.OUT_OF_RANGE,
                    entity,
                    "packet length",
                    session.packetLengthBytes(),
                    "0 (whole packets) or more");
        }
        CloneSessionEntry.Builder builder = CloneSessionEntry.newBuilder()
                .setSessionId(Ids.unsigned(session.sessionId(), least, entity, "session id"))
                .setClassOfService(session.classOfService())
                .setPacketLengthBytes(session.packetLengthBytes());
        encode(session.replicas(), entity).forEach(builder::addReplicas);
        return PacketReplicationEngineEntry.newBuilder()
                .setCloneSessionEntry(builder)
                .build();
    }

    P4Entity decode(PacketReplicationEngineEntry message) {
        return switch (message.getTypeCase()) {
            case MULTICAST_GROUP_ENTRY -> {
                MulticastGroupEntry group = message.getMulticastGroupEntry();
                long id = Integer.toUnsignedLong(group.getMulticastGroupId());
                yield new MulticastGroup(
                        id, decode(group.getReplicasList(), "multicast group " + id), group.getMetadata());
            }
            case CLONE_SESSION_ENTRY -> {
                CloneSessionEntry session = message.getCloneSessionEntry();
                long id = Integer.toUnsignedLong(session.getSessionId());
                yield new CloneSession(
                        id,
                        decode(session.getReplicasList(), "clone session " + id),
                        session.getClassOfService(),
                        session.getPacketLengthBytes());
            }
            case TYPE_NOT_SET ->
                throw new InvalidEntityException(
                        EntityRule.MALFORMED,
                        "packet replication entry",
                        "type",
                        "not set",
                        "a multicast group or a clone session");
        };
    }

    @SuppressWarnings("deprecation") // The number in 'egress_port' is what servers before 1.4 know.
    private List<org.p4.v1.Replica> encode(List<Replica> replicas, String entity) {
        record Copy(ByteString port, long instance) {}
        Set<Copy> seen = new HashSet<>();
        List<org.p4.v1.Replica> messages = new ArrayList<>(replicas.size());
        for (Replica replica : replicas) {
            org.p4.v1.Replica.Builder builder =
                    org.p4.v1.Replica.newBuilder().setInstance(Ids.unsigned(replica.instance(), 0, entity, "instance"));
            ByteString port;
            if (replica.form() == Replica.Form.NUMBER) {
                int number = Ports.asNumber(replica.port(), entity, "replica port");
                builder.setEgressPort(number);
                port = P4Value.of(Integer.toUnsignedLong(number)).toByteString();
            } else {
                port = ports.encode(replica.port(), entity, "replica port");
                builder.setPort(port);
            }
            boolean unique = seen.add(new Copy(port, replica.instance()));
            for (BackupReplica backup : replica.backups()) {
                ByteString other = ports.encode(backup.port(), entity, "backup port");
                if (other.equals(port)) {
                    throw new InvalidEntityException(
                            EntityRule.DUPLICATE,
                            entity,
                            "backup port",
                            backup.port(),
                            "another port than that of the replica it backs");
                }
                unique &= seen.add(new Copy(other, backup.instance()));
                builder.addBackupReplicasBuilder()
                        .setPort(other)
                        .setInstance(Ids.unsigned(backup.instance(), 0, entity, "backup instance"));
            }
            if (!unique) {
                throw new InvalidEntityException(
                        EntityRule.DUPLICATE, entity, "replica", replica, "each port and instance once");
            }
            messages.add(builder.build());
        }
        return messages;
    }

    @SuppressWarnings("deprecation") // The number in 'egress_port' is what servers before 1.4 know.
    private List<Replica> decode(List<org.p4.v1.Replica> messages, String entity) {
        List<Replica> replicas = new ArrayList<>(messages.size());
        for (org.p4.v1.Replica message : messages) {
            boolean bytes = message.getPortKindCase() == org.p4.v1.Replica.PortKindCase.PORT;
            List<BackupReplica> backups = new ArrayList<>();
            for (org.p4.v1.BackupReplica backup : message.getBackupReplicasList()) {
                backups.add(new BackupReplica(
                        ports.decode(backup.getPort(), entity, "backup port"),
                        Integer.toUnsignedLong(backup.getInstance())));
            }
            replicas.add(new Replica(
                    bytes
                            ? ports.decode(message.getPort(), entity, "replica port")
                            : P4Value.of(Integer.toUnsignedLong(message.getEgressPort())),
                    Integer.toUnsignedLong(message.getInstance()),
                    backups,
                    bytes ? Replica.Form.BYTES : Replica.Form.NUMBER));
        }
        return replicas;
    }
}
