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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.p4.v1.Entity;
import org.p4.v1.Update;

/**
 * Brings a target to a wanted state with as few changes as possible. Thread-safe.
 *
 * <p>In every table, action profile and other place that the wanted state or the scope mentions, what is not wanted is
 * deleted, but for entries that the program fixes. Defaults, meters, registers and the like are set where they differ.
 * Counters are left alone.
 *
 * <p>What is new comes before what is old goes, so that traffic finds one or the other, except where the old and the new
 * together are more than a table or profile holds: there the old goes first ({@link EarlyDeletes}).
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
                : reader.all(plan.filters(), entity -> entity).thenCompose(found -> {
                    plan.compare(found);
                    return write(plan, names, restoring);
                });
    }

    private CompletableFuture<ReconcileResult> write(
            List<Change> changes, int unchanged, ProgramNames names, boolean restoring) {
        return write(changes, names, restoring).thenApply(result -> new ReconcileResult(unchanged, result));
    }

    private CompletableFuture<WriteResult<Change>> write(List<Change> changes, ProgramNames names, boolean restoring) {
        WriteOptions options = WriteOptions.defaults();
        Function<Change, Update> encode = change -> change.encode(names.entities());
        return restoring
                ? writer.restore(changes, encode, names.info().proto(), options)
                : writer.write(changes, encode, names.info().proto(), options);
    }

    private CompletableFuture<ReconcileResult> write(Plan plan, ProgramNames names, boolean restoring) {
        EarlyDeletes early = plan.earlyDeletes(names);
        if (early.deletes().isEmpty()) {
            return write(early.others(), plan.unchanged, names, restoring);
        }
        return write(early.deletes(), names, restoring)
                .thenCompose(first -> first.rpcFailure().isPresent()
                        ? CompletableFuture.completedFuture(first)
                        : write(early.others(), names, restoring).thenApply(first::and))
                .thenApply(result -> new ReconcileResult(plan.unchanged, result));
    }

    /** One comparison. */
    private static final class Plan {
        private final EntityCodec codec;
        /** Checks nothing: what is on the target is not for us to refuse. */
        private final EntityCodec lenient;

        private final Map<Entity, Wanted> wanted = new LinkedHashMap<>();
        private final Set<Entity> places = new LinkedHashSet<>();
        private final List<Change> changes = new ArrayList<>();
        private final Map<Entity, Integer> held = new HashMap<>();
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

        void compare(List<Entity> found) {
            Set<Entity> met = new LinkedHashSet<>();
            for (Entity entity : found) {
                held.merge(Managed.place(entity), 1, Integer::sum);
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
                    compare(want, entity);
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
        }

        EarlyDeletes earlyDeletes(ProgramNames names) {
            return EarlyDeletes.of(changes, held, lenient, names.info());
        }

        private void compare(Wanted want, Entity found) {
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
