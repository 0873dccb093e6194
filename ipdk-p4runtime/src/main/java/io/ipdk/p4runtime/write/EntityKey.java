package io.ipdk.p4runtime.write;

import java.util.Comparator;
import org.p4.v1.ActionProfileGroup;
import org.p4.v1.ActionProfileMember;
import org.p4.v1.CloneSessionEntry;
import org.p4.v1.CounterEntry;
import org.p4.v1.DigestEntry;
import org.p4.v1.DirectCounterEntry;
import org.p4.v1.DirectMeterEntry;
import org.p4.v1.Entity;
import org.p4.v1.FieldMatch;
import org.p4.v1.MeterEntry;
import org.p4.v1.MulticastGroupEntry;
import org.p4.v1.PacketReplicationEngineEntry;
import org.p4.v1.RegisterEntry;
import org.p4.v1.TableEntry;
import org.p4.v1.ValueSetEntry;

/** What of an entity says which one it is: a message with those fields alone, equal for equal keys. Immutable. */
public final class EntityKey {
    private EntityKey() {}

    /** The key alone; match fields in the order of their ids. */
    public static Entity of(Entity entity) {
        Entity.Builder key = Entity.newBuilder();
        switch (entity.getEntityCase()) {
            case TABLE_ENTRY -> key.setTableEntry(of(entity.getTableEntry()));
            case ACTION_PROFILE_MEMBER ->
                key.setActionProfileMember(ActionProfileMember.newBuilder()
                        .setActionProfileId(entity.getActionProfileMember().getActionProfileId())
                        .setMemberId(entity.getActionProfileMember().getMemberId()));
            case ACTION_PROFILE_GROUP ->
                key.setActionProfileGroup(ActionProfileGroup.newBuilder()
                        .setActionProfileId(entity.getActionProfileGroup().getActionProfileId())
                        .setGroupId(entity.getActionProfileGroup().getGroupId()));
            case METER_ENTRY ->
                key.setMeterEntry(MeterEntry.newBuilder()
                        .setMeterId(entity.getMeterEntry().getMeterId())
                        .setIndex(entity.getMeterEntry().getIndex()));
            case DIRECT_METER_ENTRY ->
                key.setDirectMeterEntry(DirectMeterEntry.newBuilder()
                        .setTableEntry(of(entity.getDirectMeterEntry().getTableEntry())));
            case COUNTER_ENTRY ->
                key.setCounterEntry(CounterEntry.newBuilder()
                        .setCounterId(entity.getCounterEntry().getCounterId())
                        .setIndex(entity.getCounterEntry().getIndex()));
            case DIRECT_COUNTER_ENTRY ->
                key.setDirectCounterEntry(DirectCounterEntry.newBuilder()
                        .setTableEntry(of(entity.getDirectCounterEntry().getTableEntry())));
            case PACKET_REPLICATION_ENGINE_ENTRY ->
                key.setPacketReplicationEngineEntry(of(entity.getPacketReplicationEngineEntry()));
            case VALUE_SET_ENTRY ->
                key.setValueSetEntry(ValueSetEntry.newBuilder()
                        .setValueSetId(entity.getValueSetEntry().getValueSetId()));
            case REGISTER_ENTRY ->
                key.setRegisterEntry(RegisterEntry.newBuilder()
                        .setRegisterId(entity.getRegisterEntry().getRegisterId())
                        .setIndex(entity.getRegisterEntry().getIndex()));
            case DIGEST_ENTRY ->
                key.setDigestEntry(DigestEntry.newBuilder()
                        .setDigestId(entity.getDigestEntry().getDigestId()));
            case EXTERN_ENTRY, ENTITY_NOT_SET -> key.mergeFrom(entity);
        }
        return key.build();
    }

    private static TableEntry of(TableEntry entry) {
        TableEntry.Builder key = TableEntry.newBuilder()
                .setTableId(entry.getTableId())
                .setPriority(entry.getPriority())
                .setIsDefaultAction(entry.getIsDefaultAction());
        if (isSorted(entry)) {
            return key.addAllMatch(entry.getMatchList()).build();
        }
        entry.getMatchList().stream()
                .sorted(Comparator.comparingInt(FieldMatch::getFieldId))
                .forEach(key::addMatch);
        return key.build();
    }

    private static boolean isSorted(TableEntry entry) {
        for (int i = 1; i < entry.getMatchCount(); i++) {
            if (entry.getMatch(i - 1).getFieldId() > entry.getMatch(i).getFieldId()) {
                return false;
            }
        }
        return true;
    }

    private static PacketReplicationEngineEntry of(PacketReplicationEngineEntry entry) {
        PacketReplicationEngineEntry.Builder key = PacketReplicationEngineEntry.newBuilder();
        switch (entry.getTypeCase()) {
            case MULTICAST_GROUP_ENTRY ->
                key.setMulticastGroupEntry(MulticastGroupEntry.newBuilder()
                        .setMulticastGroupId(entry.getMulticastGroupEntry().getMulticastGroupId()));
            case CLONE_SESSION_ENTRY ->
                key.setCloneSessionEntry(CloneSessionEntry.newBuilder()
                        .setSessionId(entry.getCloneSessionEntry().getSessionId()));
            case TYPE_NOT_SET -> {}
        }
        return key.build();
    }
}
