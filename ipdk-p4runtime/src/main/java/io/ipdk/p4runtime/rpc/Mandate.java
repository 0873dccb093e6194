package io.ipdk.p4runtime.rpc;

import org.jspecify.annotations.Nullable;
import org.p4.v1.Uint128;

/** In whose name calls are made: device, role and, for changes, the primary's election id. Thread-safe. */
public interface Mandate {
    long deviceId();

    /** Empty = the default role. */
    String role();

    /**
     * The election id to make changes with; null if it was left unset, which only a target that asks for none accepts.
     *
     * @param restoring whether the change belongs to what is restored before the session counts as ready
     * @throws io.ipdk.p4runtime.error.NotPrimaryException if this client is not primary, or not ready yet
     */
    @Nullable
    Uint128 electionId(boolean restoring);
}
