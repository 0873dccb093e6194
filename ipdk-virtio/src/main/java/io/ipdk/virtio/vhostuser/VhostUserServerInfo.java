package io.ipdk.virtio.vhostuser;

import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.vhostuser.message.ProtocolViolation;
import java.util.Map;

/**
 * What a server has observed so far. Immutable.
 *
 * @param connected whether a front end is connected now
 * @param connections how many front ends have connected
 * @param refusedConnections how many were turned away because another one was connected
 * @param messages how many messages were received
 * @param violations how often each rule of the protocol was broken; rules that never were are absent
 * @param disconnects how often a connection ended for each cause; causes that never occurred are absent
 * @param unsealedRegions memory regions mapped now whose files the front end could cut short
 * @param lastDisconnect why the last connection ended, in words; empty if none has
 */
public record VhostUserServerInfo(
        boolean connected,
        long connections,
        long refusedConnections,
        long messages,
        Map<ProtocolViolation, Long> violations,
        Map<DisconnectCause, Long> disconnects,
        int unsealedRegions,
        String lastDisconnect) {

    public VhostUserServerInfo {
        violations = Map.copyOf(violations);
        disconnects = Map.copyOf(disconnects);
    }

    /** How often rules of the protocol were broken, all together. */
    public long violationCount() {
        return violations.values().stream().mapToLong(Long::longValue).sum();
    }
}
