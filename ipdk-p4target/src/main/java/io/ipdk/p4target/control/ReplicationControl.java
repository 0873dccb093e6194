package io.ipdk.p4target.control;

import io.ipdk.p4target.runtime.ReplicaList;
import io.ipdk.p4target.table.PackedMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p4.v1.BackupReplica;
import org.p4.v1.CloneSessionEntry;
import org.p4.v1.MulticastGroupEntry;
import org.p4.v1.PacketReplicationEngineEntry;
import org.p4.v1.Replica;
import org.p4.v1.Update;

/**
 * Writes multicast groups and clone sessions: P4Runtime 1.5, "PacketReplicationEngineEntry". Confined to one thread (the
 * holder of the control plane's lock).
 */
final class ReplicationControl {
    private static final int MOST_INSTANCES = 0xFFFF;

    private final Ports ports;

    ReplicationControl(Ports ports) {
        this.ports = ports;
    }

    private record PortAndInstance(int port, int instance) {}

    void write(Update.Type type, PacketReplicationEngineEntry given, Batch batch) {
        switch (given.getTypeCase()) {
            case MULTICAST_GROUP_ENTRY -> {
                MulticastGroupEntry group = given.getMulticastGroupEntry();
                batch.multicast = write(
                        type,
                        "multicast group",
                        group.getMulticastGroupId(),
                        group.getReplicasList(),
                        0,
                        0,
                        group,
                        batch.multicast,
                        batch);
            }
            case CLONE_SESSION_ENTRY -> {
                CloneSessionEntry session = given.getCloneSessionEntry();
                if (session.getPacketLengthBytes() < 0) {
                    throw RefusedException.invalid("packet_length_bytes is negative");
                }
                if (session.getClassOfService() > 255 || session.getClassOfService() < 0) {
                    throw RefusedException.invalid("class_of_service is not from 0 to 255");
                }
                batch.clones = write(
                        type,
                        "clone session",
                        session.getSessionId(),
                        session.getReplicasList(),
                        session.getPacketLengthBytes(),
                        session.getClassOfService(),
                        session,
                        batch.clones,
                        batch);
            }
            default -> throw RefusedException.invalid("the packet replication entry is empty");
        }
    }

    private PackedMap<ReplicaList> write(
            Update.Type type,
            String kind,
            int id,
            List<Replica> replicas,
            int truncateTo,
            int classOfService,
            Object origin,
            PackedMap<ReplicaList> lists,
            Batch batch) {
        if (id == 0) {
            throw RefusedException.invalid(kind + " 0 cannot be written");
        }
        long number = Integer.toUnsignedLong(id);
        boolean there = lists.get(number) != null;
        if (type == Update.Type.INSERT && there) {
            throw new RefusedException(StatusCode.ALREADY_EXISTS, "there is a " + kind + " " + number);
        }
        if (type != Update.Type.INSERT && !there) {
            throw RefusedException.missing("there is no " + kind + " " + number);
        }
        long[] key = {number};
        if (type == Update.Type.DELETE) {
            return lists.without(key, batch.edit);
        }
        return lists.with(key, new ReplicaList(read(replicas), truncateTo, classOfService, origin), batch.edit);
    }

    private List<ReplicaList.Replica> read(List<Replica> given) {
        List<ReplicaList.Replica> all = new ArrayList<>();
        Set<PortAndInstance> seen = new HashSet<>();
        for (Replica replica : given) {
            int port = port(replica);
            if (replica.getInstance() < 0 || replica.getInstance() > MOST_INSTANCES) {
                throw RefusedException.invalid("a replica's instance is above " + MOST_INSTANCES);
            }
            if (!seen.add(new PortAndInstance(port, replica.getInstance()))) {
                throw RefusedException.invalid(
                        "port " + port + " with instance " + replica.getInstance() + " is given twice");
            }
            List<ReplicaList.Replica> backups = new ArrayList<>();
            for (BackupReplica backup : replica.getBackupReplicasList()) {
                int other = ports.read(backup.getPort());
                if (other == port) {
                    throw RefusedException.invalid("port " + port + " is its own backup");
                }
                if (!seen.add(new PortAndInstance(other, backup.getInstance()))) {
                    throw RefusedException.invalid(
                            "port " + other + " with instance " + backup.getInstance() + " is given twice");
                }
                backups.add(new ReplicaList.Replica(other, backup.getInstance(), List.of()));
            }
            all.add(new ReplicaList.Replica(port, replica.getInstance(), backups));
        }
        return all;
    }

    @SuppressWarnings("deprecation")
    private int port(Replica replica) {
        return switch (replica.getPortKindCase()) {
            case PORT -> ports.read(replica.getPort());
            case EGRESS_PORT -> ports.read(replica.getEgressPort());
            default -> throw RefusedException.invalid("a replica has no port");
        };
    }
}
