package io.ipdk.p4target.server.arbitration;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.ipdk.p4target.server.status.RequestException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.p4.v1.MasterArbitrationUpdate;
import org.p4.v1.Role;
import org.p4.v1.StreamMessageResponse;

/**
 * Who is primary for one device and role (section "Client Arbitration and Controller Replication").
 *
 * <p>Thread-safe. Updates of the arbitration run one after the other; requests of the primary pass a gate that a new primary
 * closes while it takes over.
 */
public final class RoleArbitration {
    private final long deviceId;
    private final RoleKey key;
    private final RoleConfigScheme scheme;
    private final int mostStreams;
    private final Map<Participant, Membership> members = new LinkedHashMap<>();
    private final ReentrantReadWriteLock requests = new ReentrantReadWriteLock();

    private @Nullable ElectionId highest;
    private @Nullable Any config;
    private volatile RolePolicy policy = RolePolicy.full();
    private volatile @Nullable Primary primary;

    RoleArbitration(long deviceId, RoleKey key, RoleConfigScheme scheme, int mostStreams) {
        this.deviceId = deviceId;
        this.key = key;
        this.scheme = scheme;
        this.mostStreams = mostStreams;
    }

    /**
     * Takes in a controller's update and tells everybody whom it concerns.
     *
     * @throws RequestException the code that the stream is to end with
     */
    synchronized void update(Participant participant, MasterArbitrationUpdate update) {
        @Nullable
        Any newConfig = update.getRole().hasConfig() ? update.getRole().getConfig() : null;
        RolePolicy newPolicy = newConfig == null ? RolePolicy.full() : scheme.read(newConfig);
        @Nullable ElectionId id = update.hasElectionId() ? ElectionId.of(update.getElectionId()) : null;
        members.forEach((other, membership) -> {
            if (other != participant && id != null && id.equals(membership.id)) {
                throw RequestException.invalid("election id " + id + " is in use by another controller of " + key);
            }
        });
        Membership membership = members.get(participant);
        if (membership == null) {
            if (members.size() >= mostStreams) {
                throw new RequestException(
                        Code.RESOURCE_EXHAUSTED, "device " + deviceId + " takes " + mostStreams + " streams of " + key);
            }
            membership = new Membership();
            members.put(participant, membership);
        }
        membership.id = id;
        membership.named = update.hasRole();
        boolean wasPrimary = isPrimary(participant);
        if (id != null && (highest == null || id.compareTo(highest) >= 0)) {
            takeOver(participant, id, newConfig, newPolicy);
        } else if (wasPrimary) {
            primary = null;
            tellAll();
        } else {
            tell(participant, membership);
        }
    }

    /** Forgets a stream that has ended; if it was the primary's, nobody follows it until somebody asks. */
    synchronized void leave(Participant participant) {
        if (members.remove(participant) != null && isPrimary(participant)) {
            primary = null;
            tellAll();
        }
    }

    private void takeOver(Participant participant, ElectionId id, @Nullable Any newConfig, RolePolicy newPolicy) {
        boolean unopposed = primary == null && !requests.isWriteLocked() && requests.getReadLockCount() == 0;
        primary = null;
        highest = id;
        config = newConfig;
        if (!unopposed) {
            members.forEach((other, membership) -> {
                if (other != participant) {
                    tell(other, membership, Code.ALREADY_EXISTS);
                }
            });
        }
        requests.writeLock().lock();
        try {
            policy = newPolicy;
            primary = new Primary(participant, id);
        } finally {
            requests.writeLock().unlock();
        }
        if (unopposed) {
            tellAll();
        } else {
            Membership membership = members.get(participant);
            if (membership != null) {
                tell(participant, membership);
            }
        }
    }

    /** Whether the stream is the primary's. */
    public boolean isPrimary(Participant participant) {
        Primary now = primary;
        return now != null && now.participant == participant;
    }

    /** The primary's stream, if there is one. */
    public Optional<Participant> primary() {
        Primary now = primary;
        return now == null ? Optional.empty() : Optional.of(now.participant);
    }

    /** What the role may do. */
    public RolePolicy policy() {
        return policy;
    }

    /**
     * Runs a request of the primary; a new primary waits until it is done.
     *
     * @param id as the request says
     * @throws RequestException PERMISSION_DENIED if that is not the primary's id
     */
    public <T> T asPrimary(@Nullable ElectionId id, Supplier<T> request) {
        requests.readLock().lock();
        try {
            Primary now = primary;
            if (now == null) {
                throw new RequestException(
                        Code.PERMISSION_DENIED, key + " has no primary", "open a stream and ask for arbitration first");
            }
            if (!now.id.equals(id)) {
                throw new RequestException(
                        Code.PERMISSION_DENIED,
                        (id == null ? "a request without election id" : "election id " + id) + " is not the primary's");
            }
            return request.get();
        } finally {
            requests.readLock().unlock();
        }
    }

    private void tellAll() {
        members.forEach(this::tell);
    }

    private void tell(Participant participant, Membership membership) {
        Primary now = primary;
        tell(
                participant,
                membership,
                now == null ? Code.NOT_FOUND : now.participant == participant ? Code.OK : Code.ALREADY_EXISTS);
    }

    private void tell(Participant participant, Membership membership, Code code) {
        MasterArbitrationUpdate.Builder update = MasterArbitrationUpdate.newBuilder()
                .setDeviceId(deviceId)
                .setStatus(Status.newBuilder().setCode(code.getNumber()).setMessage(message(code)));
        if (highest != null) {
            update.setElectionId(highest.toMessage());
        }
        if (membership.named || config != null) {
            Role.Builder role = key.toMessage();
            if (config != null) {
                role.setConfig(config);
            }
            update.setRole(role);
        }
        participant.send(
                StreamMessageResponse.newBuilder().setArbitration(update).build());
    }

    private static String message(Code code) {
        return switch (code) {
            case OK -> "you are primary";
            case NOT_FOUND -> "there is no primary";
            default -> "another controller is primary";
        };
    }

    private record Primary(Participant participant, ElectionId id) {}

    private static final class Membership {
        private @Nullable ElectionId id;
        private boolean named;
    }
}
