package io.ipdk.p4runtime.reconcile;

import io.ipdk.p4runtime.info.ActionProfileInfo;
import io.ipdk.p4runtime.info.P4Info;
import org.p4.v1.ActionProfileGroup;
import org.p4.v1.ActionProfileMember;
import org.p4.v1.CloneSessionEntry;
import org.p4.v1.DigestEntry;
import org.p4.v1.Entity;
import org.p4.v1.MulticastGroupEntry;
import org.p4.v1.PacketReplicationEngineEntry;
import org.p4.v1.TableEntry;

/** Which parts of entities a wanted state speaks of, and where entities of one kind are found. */
final class Managed {
    private Managed() {}

    /** Whether entities of this kind come and go; the others are always there and have one state or another. */
    static boolean comesAndGoes(Entity entity) {
        return switch (entity.getEntityCase()) {
            case TABLE_ENTRY -> !entity.getTableEntry().getIsDefaultAction();
            case ACTION_PROFILE_MEMBER, ACTION_PROFILE_GROUP, PACKET_REPLICATION_ENGINE_ENTRY, DIGEST_ENTRY -> true;
            default -> false;
        };
    }

    /** The wildcard that finds an entity and its likes; for what is always there, the entity alone. */
    static Entity place(Entity entity) {
        Entity.Builder place = Entity.newBuilder();
        switch (entity.getEntityCase()) {
            case TABLE_ENTRY ->
                place.setTableEntry(TableEntry.newBuilder()
                        .setTableId(entity.getTableEntry().getTableId())
                        .setIsDefaultAction(entity.getTableEntry().getIsDefaultAction()));
            case ACTION_PROFILE_MEMBER ->
                place.setActionProfileMember(ActionProfileMember.newBuilder()
                        .setActionProfileId(entity.getActionProfileMember().getActionProfileId()));
            case ACTION_PROFILE_GROUP ->
                place.setActionProfileGroup(ActionProfileGroup.newBuilder()
                        .setActionProfileId(entity.getActionProfileGroup().getActionProfileId()));
            case PACKET_REPLICATION_ENGINE_ENTRY ->
                place.setPacketReplicationEngineEntry(
                        entity.getPacketReplicationEngineEntry().hasMulticastGroupEntry()
                                ? PacketReplicationEngineEntry.newBuilder()
                                        .setMulticastGroupEntry(MulticastGroupEntry.getDefaultInstance())
                                : PacketReplicationEngineEntry.newBuilder()
                                        .setCloneSessionEntry(CloneSessionEntry.getDefaultInstance()));
            case DIGEST_ENTRY ->
                place.setDigestEntry(DigestEntry.newBuilder()
                        .setDigestId(entity.getDigestEntry().getDigestId()));
            default -> place.mergeFrom(entity);
        }
        return place.build();
    }

    /** What the data plane changes by itself is no part of a state; a meter's rates are if the wanted state has some. */
    static Entity strip(Entity entity, boolean keepMeter) {
        Entity.Builder stripped = entity.toBuilder();
        switch (entity.getEntityCase()) {
            case TABLE_ENTRY -> {
                TableEntry.Builder entry = stripped.getTableEntryBuilder()
                        .clearCounterData()
                        .clearMeterCounterData()
                        .clearTimeSinceLastHit();
                if (!keepMeter) {
                    entry.clearMeterConfig();
                }
            }
            case METER_ENTRY -> stripped.getMeterEntryBuilder().clearCounterData();
            case DIRECT_METER_ENTRY -> stripped.getDirectMeterEntryBuilder().clearCounterData();
            default -> {}
        }
        return stripped.build();
    }

    /** How many entities the place holds; 0 = nobody says. */
    static long size(Entity place, P4Info info) {
        return switch (place.getEntityCase()) {
            case TABLE_ENTRY -> info.table(place.getTableEntry().getTableId()).size();
            case ACTION_PROFILE_MEMBER -> {
                ActionProfileInfo profile =
                        info.actionProfile(place.getActionProfileMember().getActionProfileId());
                // A selector's size counts members of groups, or their weights.
                yield profile.selector() ? 0 : profile.proto().getSize();
            }
            default -> 0;
        };
    }

    static boolean hasMeter(Entity entity) {
        return entity.hasTableEntry() && entity.getTableEntry().hasMeterConfig();
    }

    static boolean isFixed(Entity entity) {
        return entity.hasTableEntry() && entity.getTableEntry().getIsConst();
    }
}
