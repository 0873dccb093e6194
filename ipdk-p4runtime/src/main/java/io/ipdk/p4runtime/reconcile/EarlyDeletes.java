package io.ipdk.p4runtime.reconcile;

import io.ipdk.p4runtime.codec.EntityCodec;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.write.Change;
import io.ipdk.p4runtime.write.ReferenceRanks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p4.v1.Entity;

/**
 * Which deletions have to come before everything else, because the new would not fit beside the old. Immutable.
 *
 * <p>These are the deletions in every table and profile that would be too full, and all those of what may refer to it, with
 * those that refer first. Where something that stays may refer to the old until it is modified, nothing is deleted early: the
 * target would refuse it, or packets would follow a reference to nothing.
 *
 * @param deletes what goes first
 * @param others all other changes
 */
record EarlyDeletes(List<Change> deletes, List<Change> others) {

    /** @param held how many entities there are, by the wildcard that finds them */
    static EarlyDeletes of(List<Change> changes, Map<Entity, Integer> held, EntityCodec codec, P4Info info) {
        Map<Entity, Integer> inserted = new HashMap<>();
        for (Change change : changes) {
            if (change.kind() == Change.Kind.INSERT) {
                inserted.merge(Managed.place(change.encode(codec).getEntity()), 1, Integer::sum);
            }
        }
        ReferenceRanks ranks = ReferenceRanks.of(info.proto());
        int lowest = Integer.MAX_VALUE;
        for (Map.Entry<Entity, Integer> place : inserted.entrySet()) {
            long size = Managed.size(place.getKey(), info);
            if (size > 0 && held.getOrDefault(place.getKey(), 0) + place.getValue() > size) {
                lowest = Math.min(lowest, ranks.rank(place.getKey()));
            }
        }
        List<Change> early = new ArrayList<>();
        List<Change> others = new ArrayList<>();
        int highestModified = lowest == Integer.MAX_VALUE ? lowest : highestModified(changes, codec, ranks);
        for (Change change : changes) {
            boolean first = lowest != Integer.MAX_VALUE && change.kind() == Change.Kind.DELETE;
            if (first) {
                int rank = ranks.rank(change.encode(codec).getEntity());
                first = rank >= lowest && rank >= highestModified;
            }
            (first ? early : others).add(change);
        }
        return new EarlyDeletes(early, others);
    }

    private static int highestModified(List<Change> changes, EntityCodec codec, ReferenceRanks ranks) {
        int highest = 0;
        for (Change change : changes) {
            if (change.kind() == Change.Kind.MODIFY) {
                highest = Math.max(highest, ranks.rank(change.encode(codec).getEntity()));
            }
        }
        return highest;
    }
}
