package io.ipdk.p4runtime.write;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Entity;
import org.p4.v1.Update;

/**
 * Which updates may go side by side, and which have to wait for others: stage after stage. What is inserted or modified goes
 * up the ranks of references, then what is deleted goes down. A second change of the same entity begins a new round.
 */
final class UpdateStages {
    private UpdateStages() {}

    /**
     * The stages, each a list of positions in {@code updates}, ascending.
     *
     * @param ranks null = references are not known: only repeated keys are kept apart
     */
    static List<int[]> of(List<Update> updates, @Nullable ReferenceRanks ranks) {
        if (updates.isEmpty()) {
            return List.of();
        }
        int[] steps = steps(updates, ranks);
        TreeMap<Integer, List<Integer>> stages = new TreeMap<>();
        for (int i = 0; i < steps.length; i++) {
            stages.computeIfAbsent(steps[i], step -> new ArrayList<>()).add(i);
        }
        return stages.values().stream()
                .map(stage -> stage.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    /** The positions of so many updates. */
    static int[] all(int count) {
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = i;
        }
        return positions;
    }

    /** Whether the two may go in any order, whatever their keys: both are inserts, or both deletes, in one table. */
    static boolean isSameLoad(Update one, Update other) {
        Update.Type type = one.getType();
        int table = one.getEntity().getTableEntry().getTableId();
        return table != 0
                && type != Update.Type.MODIFY
                && other.getType() == type
                && other.getEntity().getTableEntry().getTableId() == table;
    }

    private static int[] steps(List<Update> updates, @Nullable ReferenceRanks ranks) {
        int levels = ranks == null ? 1 : ranks.count();
        boolean keysMatter = keysMatter(updates);
        Set<Entity> seen = new HashSet<>();
        int round = 0;
        int[] steps = new int[updates.size()];
        for (int i = 0; i < steps.length; i++) {
            Update update = updates.get(i);
            if (keysMatter && !seen.add(EntityKey.of(update.getEntity()))) {
                round++;
                seen.clear();
                seen.add(EntityKey.of(update.getEntity()));
            }
            int rank = ranks == null ? 0 : ranks.rank(update.getEntity());
            int step = update.getType() == Update.Type.DELETE ? levels + (levels - 1 - rank) : rank;
            steps[i] = round * 2 * levels + step;
        }
        return steps;
    }

    /** Nothing but inserts, or nothing but deletes: a repeated key fails in any order. */
    private static boolean keysMatter(List<Update> updates) {
        Update.Type first =
                updates.isEmpty() ? Update.Type.INSERT : updates.get(0).getType();
        if (first == Update.Type.MODIFY) {
            return updates.size() > 1;
        }
        for (Update update : updates) {
            if (update.getType() != first) {
                return true;
            }
        }
        return false;
    }
}
