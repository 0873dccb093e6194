package io.ipdk.testkit.p4runtime;

import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.write.EntityKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p4.v1.Entity;
import org.p4.v1.Error;
import org.p4.v1.PacketReplicationEngineEntry;
import org.p4.v1.TableEntry;
import org.p4.v1.Update;

/** Entities by key, without a look at any P4Info. Thread-safe. */
final class EntityStore {
    private final Map<Entity, Entity> entities = new LinkedHashMap<>();

    synchronized List<Entity> all() {
        return List.copyOf(entities.values());
    }

    synchronized void clear() {
        entities.clear();
    }

    synchronized void put(Entity entity) {
        entities.put(EntityKey.of(entity), entity);
    }

    /** One result per update. */
    synchronized List<Error> apply(List<Update> updates) {
        List<Error> results = new ArrayList<>();
        for (Update update : updates) {
            StatusCode code = apply(update);
            results.add(Error.newBuilder()
                    .setCanonicalCode(code.number())
                    .setMessage(code == StatusCode.OK ? "" : "the entity's key is " + code)
                    .build());
        }
        return results;
    }

    private StatusCode apply(Update update) {
        Entity key = EntityKey.of(update.getEntity());
        boolean there = entities.containsKey(key);
        switch (update.getType()) {
            case INSERT -> {
                if (there) {
                    return StatusCode.ALREADY_EXISTS;
                }
                entities.put(key, update.getEntity());
            }
            case MODIFY -> {
                if (!there && comesAndGoes(update.getEntity())) {
                    return StatusCode.NOT_FOUND;
                }
                entities.put(key, update.getEntity());
            }
            case DELETE -> {
                if (entities.remove(key) == null) {
                    return StatusCode.NOT_FOUND;
                }
            }
            default -> {
                return StatusCode.INVALID_ARGUMENT;
            }
        }
        return StatusCode.OK;
    }

    private static boolean comesAndGoes(Entity entity) {
        return switch (entity.getEntityCase()) {
            case TABLE_ENTRY -> !entity.getTableEntry().getIsDefaultAction();
            case ACTION_PROFILE_MEMBER, ACTION_PROFILE_GROUP, PACKET_REPLICATION_ENGINE_ENTRY, DIGEST_ENTRY -> true;
            default -> false;
        };
    }

    synchronized List<Entity> read(List<Entity> filters) {
        List<Entity> found = new ArrayList<>();
        for (Entity filter : filters) {
            for (Map.Entry<Entity, Entity> entry : entities.entrySet()) {
                if (fits(filter, entry.getKey())) {
                    found.add(entry.getValue());
                }
            }
        }
        return found;
    }

    private static boolean fits(Entity filter, Entity key) {
        if (filter.getEntityCase() != key.getEntityCase()) {
            return false;
        }
        if (EntityKey.of(filter).equals(key)) {
            return true;
        }
        return switch (filter.getEntityCase()) {
            case TABLE_ENTRY -> fits(filter.getTableEntry(), key.getTableEntry());
            case ACTION_PROFILE_MEMBER ->
                filter.getActionProfileMember().getMemberId() == 0
                        && anyOr(
                                filter.getActionProfileMember().getActionProfileId(),
                                key.getActionProfileMember().getActionProfileId());
            case ACTION_PROFILE_GROUP ->
                filter.getActionProfileGroup().getGroupId() == 0
                        && anyOr(
                                filter.getActionProfileGroup().getActionProfileId(),
                                key.getActionProfileGroup().getActionProfileId());
            case PACKET_REPLICATION_ENGINE_ENTRY ->
                fits(filter.getPacketReplicationEngineEntry(), key.getPacketReplicationEngineEntry());
            case DIGEST_ENTRY -> filter.getDigestEntry().getDigestId() == 0;
            case COUNTER_ENTRY ->
                !filter.getCounterEntry().hasIndex()
                        && anyOr(
                                filter.getCounterEntry().getCounterId(),
                                key.getCounterEntry().getCounterId());
            default -> false;
        };
    }

    private static boolean fits(TableEntry filter, TableEntry key) {
        return filter.getMatchCount() == 0
                && filter.getPriority() == 0
                && filter.getIsDefaultAction() == key.getIsDefaultAction()
                && anyOr(filter.getTableId(), key.getTableId());
    }

    private static boolean fits(PacketReplicationEngineEntry filter, PacketReplicationEngineEntry key) {
        return filter.getTypeCase() == key.getTypeCase()
                && filter.getMulticastGroupEntry().getMulticastGroupId() == 0
                && filter.getCloneSessionEntry().getSessionId() == 0;
    }

    private static boolean anyOr(int filter, int id) {
        return filter == 0 || filter == id;
    }
}
