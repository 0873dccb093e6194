package io.ipdk.p4runtime.reconcile;

import io.ipdk.p4runtime.codec.EntityCodec;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.pipeline.ProgramNames;
import io.ipdk.p4runtime.read.Reader;
import io.ipdk.p4runtime.write.Change;
import io.ipdk.p4runtime.write.EntityKey;
import io.ipdk.p4runtime.write.WriteOptions;
import io.ipdk.p4runtime.write.WriteResult;
import io.ipdk.p4runtime.write.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.p4.v1.Entity;

/**
 * Brings a target to a wanted state with as few changes as possible. Thread-safe.
 *
 * <p>In every table, action profile and other place that the wanted state or the scope mentions, what is not wanted is
 * deleted, but for entries that the program fixes. Defaults, meters, registers and the like are set where they differ.
 * Counters are left alone.
 */
public final class Reconciler {
    private final Reader reader;
    private final Writer writer;

    public Reconciler(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * Reads, compares, changes.
     *
     * @param wanted the state
     * @param scope wildcards, such as all entries of a table, for places that must be empty but for what is wanted
     * @param restoring whether this happens before the session counts as ready
     */
    public CompletableFuture<ReconcileResult> reconcile(
            List<? extends P4Entity> wanted, List<? extends P4Entity> scope, ProgramNames names, boolean restoring) {
        Plan plan;
        try {
            plan = new Plan(wanted, scope, names);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return plan.filters().isEmpty()
                ? write(List.of(), 0, names, restoring)
                : reader.all(plan.filters(), entity -> entity)
                        .thenCompose(found -> write(plan.changes(found), plan.unchanged, names, restoring));
    }

    private CompletableFuture<ReconcileResult> write(
            List<Change> changes, int unchanged, ProgramNames names, boolean restoring) {
        WriteOptions options = WriteOptions.defaults();
        CompletableFuture<WriteResult<Change>> written = restoring
                ? writer.restore(
                        changes,
                        change -> change.encode(names.entities()),
                        names.info().proto(),
                        options)
                : writer.write(
                        changes,
                        change -> change.encode(names.entities()),
                        names.info().proto(),
                        options);
        return written.thenApply(result -> new ReconcileResult(unchanged, result));
    }

    /** One comparison. */
    private static final class Plan {
        private final EntityCodec codec;
        /** Checks nothing: what is on the target is not for us to refuse. */
        private final EntityCodec lenient;

        private final Map<Entity, Wanted> wanted = new LinkedHashMap<>();
        private final Set<Entity> places = new LinkedHashSet<>();
        private int unchanged;

        Plan(List<? extends P4Entity> state, List<? extends P4Entity> scope, ProgramNames names) {
            codec = names.entities();
            lenient = EntityCodec.withoutConstraints(names.info());
            for (P4Entity entity : state) {
                Entity encoded = codec.encode(entity);
                wanted.put(EntityKey.of(encoded), new Wanted(entity, encoded));
                places.add(Managed.place(Managed.comesAndGoes(encoded) ? encoded : EntityKey.of(encoded)));
            }
            for (P4Entity entity : scope) {
                places.add(codec.encodeFilter(entity));
            }
        }

        List<Entity> filters() {
            return List.copyOf(places);
        }

        List<Change> changes(List<Entity> found) {
            List<Change> changes = new ArrayList<>();
            Set<Entity> met = new LinkedHashSet<>();
            for (Entity entity : found) {
                if (Managed.isFixed(entity)) {
                    continue;
                }
                P4Entity actual = codec.decode(Managed.strip(entity, true));
                Entity key = EntityKey.of(lenient.encode(actual));
                Wanted want = wanted.get(key);
                if (want == null) {
                    if (Managed.comesAndGoes(entity)) {
                        changes.add(Change.delete(actual.key()));
                    }
                } else if (met.add(key)) {
                    compare(want, entity, changes);
                }
            }
            wanted.forEach((key, want) -> {
                if (!met.contains(key)) {
                    changes.add(
                            Managed.comesAndGoes(want.encoded())
                                    ? Change.insert(want.entity())
                                    : Change.modify(want.entity()));
                }
            });
            return changes;
        }

        private void compare(Wanted want, Entity found, List<Change> changes) {
            boolean meter = Managed.hasMeter(want.encoded());
            P4Entity actual = codec.decode(Managed.strip(found, meter));
            P4Entity goal = codec.decode(Managed.strip(want.encoded(), meter));
            if (goal.equals(actual)) {
                unchanged++;
            } else {
                changes.add(Change.modify(want.entity()));
            }
        }
    }

    private record Wanted(P4Entity entity, Entity encoded) {}
}
