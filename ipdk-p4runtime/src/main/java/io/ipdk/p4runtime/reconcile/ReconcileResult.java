package io.ipdk.p4runtime.reconcile;

import io.ipdk.p4runtime.write.Change;
import io.ipdk.p4runtime.write.WriteResult;

/**
 * What bringing the target to a state took. Immutable.
 *
 * @param unchanged entities that were as wanted
 * @param changes what was sent, and what became of it; inserts, modifications and deletions
 */
public record ReconcileResult(int unchanged, WriteResult<Change> changes) {
    /** How many changes of one kind there were. */
    public long count(Change.Kind kind) {
        return changes.results().stream()
                .filter(result -> result.change().kind() == kind)
                .count();
    }
}
