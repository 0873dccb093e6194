package io.ipdk.p4target.server.arbitration;

import com.google.protobuf.Any;

/**
 * How role configurations are written: P4Runtime leaves that to controllers and servers.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface RoleConfigScheme {
    /**
     * Reads a configuration.
     *
     * @throws io.ipdk.p4target.server.status.RequestException INVALID_ARGUMENT if it does not follow the scheme
     */
    RolePolicy read(Any config);

    /** Stratum's {@code P4RoleConfig}, the one in use. */
    static RoleConfigScheme stratum() {
        return StratumRoleConfig::read;
    }
}
