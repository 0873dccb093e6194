package io.ipdk.testkit.p4runtime;

import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.session.ElectionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p4.v1.MasterArbitrationUpdate;
import org.p4.v1.StreamMessageResponse;
import org.p4.v1.Uint128;

/** Who is primary, by the rules of the specification, "Client Arbitration and Controller Replication". Thread-safe. */
final class Arbitration {
    private final long deviceId;
    private final Map<String, Election> elections = new HashMap<>();

    Arbitration(long deviceId) {
        this.deviceId = deviceId;
    }

    synchronized void update(ScriptedStream stream, MasterArbitrationUpdate update) {
        if (update.getDeviceId() != deviceId) {
            stream.end(StatusCode.NOT_FOUND, "no device " + update.getDeviceId());
            return;
        }
        String role = update.getRole().getName();
        Election election = elections.computeIfAbsent(role, key -> new Election());
        ElectionId id = update.hasElectionId() ? ElectionId.of(update.getElectionId()) : null;
        if (id != null && election.isTaken(stream, id)) {
            stream.end(StatusCode.INVALID_ARGUMENT, "election id " + id + " is in use");
            return;
        }
        election.members.put(stream, update.toBuilder().clearStatus().build());
        if (id != null && (election.highest == null || id.compareTo(election.highest) >= 0)) {
            election.highest = id;
            election.primary = stream;
            tellAll(election);
        } else if (stream.equals(election.primary)) {
            election.primary = null;
            tellAll(election);
        } else {
            tell(election, stream);
        }
    }

    synchronized void gone(ScriptedStream stream) {
        for (Election election : elections.values()) {
            if (election.members.remove(stream) != null && stream.equals(election.primary)) {
                election.primary = null;
                tellAll(election);
            }
        }
    }

    /** Whether a change with this id comes from the role's primary. */
    synchronized boolean isPrimary(String role, @Nullable Uint128 id) {
        Election election = elections.get(role);
        if (election == null || election.primary == null || id == null) {
            return false;
        }
        MasterArbitrationUpdate primary = election.members.get(election.primary);
        return primary != null && primary.getElectionId().equals(id);
    }

    /** Forgets every id, as a target that starts anew does. */
    synchronized void reset() {
        elections.clear();
    }

    private void tellAll(Election election) {
        List<ScriptedStream> others = new ArrayList<>(election.members.keySet());
        ScriptedStream primary = election.primary;
        if (primary != null) {
            others.remove(primary);
            others.add(primary);
        }
        others.forEach(stream -> tell(election, stream));
    }

    private static void tell(Election election, ScriptedStream stream) {
        StatusCode status = stream.equals(election.primary)
                ? StatusCode.OK
                : election.primary == null ? StatusCode.NOT_FOUND : StatusCode.ALREADY_EXISTS;
        MasterArbitrationUpdate asked = election.members.get(stream);
        if (asked == null) {
            return;
        }
        MasterArbitrationUpdate.Builder answer = asked.toBuilder()
                .clearElectionId()
                .setStatus(com.google.rpc.Status.newBuilder().setCode(status.number()));
        ElectionId highest = election.highest;
        if (highest != null) {
            answer.setElectionId(highest.toProto());
        }
        stream.send(StreamMessageResponse.newBuilder().setArbitration(answer).build());
    }

    private static final class Election {
        private final Map<ScriptedStream, MasterArbitrationUpdate> members = new LinkedHashMap<>();
        private @Nullable ElectionId highest;
        private @Nullable ScriptedStream primary;

        boolean isTaken(ScriptedStream by, ElectionId id) {
            return members.entrySet().stream()
                    .anyMatch(member -> !member.getKey().equals(by)
                            && member.getValue().hasElectionId()
                            && ElectionId.of(member.getValue().getElectionId()).equals(id));
        }
    }
}
