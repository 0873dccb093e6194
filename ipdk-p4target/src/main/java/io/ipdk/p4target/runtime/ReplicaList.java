package io.ipdk.p4target.runtime;

import java.util.List;

/**
 * Where copies of a packet go: a multicast group or a clone session. Immutable.
 *
 * @param replicas in order
 * @param truncateTo longest copy in bytes; 0 leaves copies whole
 * @param classOfService of a clone session
 * @param origin what the control plane keeps to give it back as it was written
 */
public record ReplicaList(List<Replica> replicas, int truncateTo, int classOfService, Object origin) {
    public ReplicaList {
        replicas = List.copyOf(replicas);
    }

    /**
     * One copy. Immutable.
     *
     * @param port where it goes
     * @param instance its replica id
     * @param backups what is made instead while the port is down, in order; they have no backups of their own
     */
    public record Replica(int port, int instance, List<Replica> backups) {
        public Replica {
            backups = List.copyOf(backups);
        }
    }
}
