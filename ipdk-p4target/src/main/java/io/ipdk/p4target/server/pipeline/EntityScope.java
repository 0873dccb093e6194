package io.ipdk.p4target.server.pipeline;

import io.ipdk.p4target.server.arbitration.RolePolicy;
import org.p4.v1.Entity;

/** To which P4 object an entity belongs, and whether a role reaches it. */
final class EntityScope {
    private EntityScope() {}

    static boolean mayWrite(RolePolicy policy, Entity entity) {
        return entity.hasPacketReplicationEngineEntry() ? policy.mayReplicate() : policy.mayWrite(object(entity));
    }

    static boolean mayRead(RolePolicy policy, Entity entity) {
        return entity.hasPacketReplicationEngineEntry() || policy.mayRead(object(entity));
    }

    private static int object(Entity entity) {
        return switch (entity.getEntityCase()) {
            case TABLE_ENTRY -> entity.getTableEntry().getTableId();
            case DIRECT_COUNTER_ENTRY ->
                entity.getDirectCounterEntry().getTableEntry().getTableId();
            case DIRECT_METER_ENTRY ->
                entity.getDirectMeterEntry().getTableEntry().getTableId();
            case ACTION_PROFILE_MEMBER -> entity.getActionProfileMember().getActionProfileId();
            case ACTION_PROFILE_GROUP -> entity.getActionProfileGroup().getActionProfileId();
            case COUNTER_ENTRY -> entity.getCounterEntry().getCounterId();
            case METER_ENTRY -> entity.getMeterEntry().getMeterId();
            case REGISTER_ENTRY -> entity.getRegisterEntry().getRegisterId();
            case VALUE_SET_ENTRY -> entity.getValueSetEntry().getValueSetId();
            case DIGEST_ENTRY -> entity.getDigestEntry().getDigestId();
            default -> 0;
        };
    }
}
