package io.ipdk.p4target.server.arbitration;

import com.google.rpc.Code;
import io.ipdk.p4target.server.status.RequestException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.p4.v1.MasterArbitrationUpdate;

/**
 * The roles of one device. A role is known from its first stream on, and for as long as the server lives.
 *
 * <p>Thread-safe.
 */
public final class DeviceArbitration {
    private static final int MOST_ROLES = 1_000;

    private final long deviceId;
    private final RoleConfigScheme scheme;
    private final int mostStreams;
    private final Map<RoleKey, RoleArbitration> roles = new ConcurrentHashMap<>();

    /** @param mostStreams the most streams of one role */
    public DeviceArbitration(long deviceId, RoleConfigScheme scheme, int mostStreams) {
        this.deviceId = deviceId;
        this.scheme = scheme;
        this.mostStreams = mostStreams;
        roles.put(RoleKey.DEFAULT, newRole(RoleKey.DEFAULT));
    }

    /**
     * A stream's first update.
     *
     * @return the role that the stream belongs to from now on
     * @throws RequestException the code that the stream is to end with
     */
    public synchronized RoleArbitration join(Participant participant, MasterArbitrationUpdate update) {
        RoleKey key = RoleKey.of(update.getRole());
        if (roles.size() >= MOST_ROLES && !roles.containsKey(key)) {
            throw new RequestException(
                    Code.RESOURCE_EXHAUSTED,
                    "device " + deviceId + " knows " + MOST_ROLES + " roles and takes no more");
        }
        RoleArbitration known = roles.get(key);
        RoleArbitration role = known == null ? newRole(key) : known;
        role.update(participant, update);
        roles.put(key, role);
        return role;
    }

    /** A later update of the same stream. */
    public void update(RoleArbitration role, Participant participant, MasterArbitrationUpdate update) {
        if (update.getDeviceId() != deviceId) {
            throw new RequestException(
                    Code.FAILED_PRECONDITION,
                    "the stream belongs to device " + Long.toUnsignedString(deviceId) + ", not to "
                            + Long.toUnsignedString(update.getDeviceId()),
                    "open another stream");
        }
        if (roles.get(RoleKey.of(update.getRole())) != role) {
            throw new RequestException(
                    Code.FAILED_PRECONDITION, "a stream cannot change its role", "open another stream");
        }
        role.update(participant, update);
    }

    /** The stream has ended. */
    public void leave(RoleArbitration role, Participant participant) {
        role.leave(participant);
    }

    /**
     * The role that a request names.
     *
     * @throws RequestException NOT_FOUND if no stream ever had it
     */
    public RoleArbitration role(RoleKey key) {
        RoleArbitration role = roles.get(key);
        if (role == null) {
            throw RequestException.notFound("device " + Long.toUnsignedString(deviceId) + " knows no " + key);
        }
        return role;
    }

    public Collection<RoleArbitration> roles() {
        return roles.values();
    }

    private RoleArbitration newRole(RoleKey key) {
        return new RoleArbitration(deviceId, key, scheme, mostStreams);
    }
}
