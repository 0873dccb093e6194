package io.ipdk.p4runtime.entity;

import io.ipdk.p4runtime.value.P4Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a packet.
 *
 * <p>Immutable. Equality does not look at {@code form}: the port is the same however it is written.
 *
 * @param port the port, a number or a text
 * @param instance tells copies apart in the egress pipeline
 * @param backups where the copy goes when the port is down, best first
 * @param form how the port is written
 */
public record Replica(P4Value port, long instance, List<BackupReplica> backups, Form form) {

    /** How a port is written on the wire. */
    public enum Form {
        /** As bytes, since P4Runtime 1.4. */
        BYTES,
        /** As a number, for servers before that. */
        NUMBER
    }

    public Replica {
        backups = List.copyOf(backups);
    }

    /** A copy to a port. */
    public static Replica to(P4Value port, long instance) {
        return new Replica(port, instance, List.of(), Form.BYTES);
    }

    /** A copy to a numbered port. */
    public static Replica to(long port, long instance) {
        return to(P4Value.of(port), instance);
    }

    /** A copy to a named port. */
    public static Replica to(String port, long instance) {
        return to(P4Value.text(port), instance);
    }

    /** The copy with one more place to go. */
    public Replica backup(P4Value backupPort, long backupInstance) {
        List<BackupReplica> more = new ArrayList<>(backups);
        more.add(new BackupReplica(backupPort, backupInstance));
        return new Replica(port, instance, more, form);
    }

    /** The copy with one more place to go. */
    public Replica backup(long backupPort, long backupInstance) {
        return backup(P4Value.of(backupPort), backupInstance);
    }

    /** The copy with its port written in this way. */
    public Replica written(Form as) {
        return new Replica(port, instance, backups, as);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Replica that
                && port.equals(that.port)
                && instance == that.instance
                && backups.equals(that.backups);
    }

    @Override
    public int hashCode() {
        return 31 * port.hashCode() + Long.hashCode(instance);
    }

    @Override
    public String toString() {
        return port + "#" + instance + (backups.isEmpty() ? "" : " else " + backups);
    }
}
