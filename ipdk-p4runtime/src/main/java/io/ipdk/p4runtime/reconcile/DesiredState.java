package io.ipdk.p4runtime.reconcile;

import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.pipeline.ProgramNames;
import io.ipdk.p4runtime.session.RestoreStep;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state that is put back whenever this client becomes primary. Thread-safe. */
public final class DesiredState implements RestoreStep {
    private final Reconciler reconciler;
    private final Supplier<CompletableFuture<ProgramNames>> names;
    private final AtomicReference<@Nullable State> kept = new AtomicReference<>();

    public DesiredState(Reconciler reconciler, Supplier<CompletableFuture<ProgramNames>> names) {
        this.reconciler = reconciler;
        this.names = names;
    }

    /** Brings the target there now, and again after each loss of the connection or the primacy. */
    public CompletableFuture<ReconcileResult> keep(List<? extends P4Entity> entities, List<? extends P4Entity> scope) {
        State state = new State(List.copyOf(entities), List.copyOf(scope));
        return reconcile(state, false).thenApply(result -> {
            result.changes().orThrow();
            kept.set(state);
            return result;
        });
    }

    /** Brings the target there when this client has become primary, and again each time; nothing is sent now. */
    public void prepare(List<? extends P4Entity> entities, List<? extends P4Entity> scope) {
        kept.set(new State(List.copyOf(entities), List.copyOf(scope)));
    }

    /** Puts nothing back from now on; changes nothing on the target. */
    public void forget() {
        kept.set(null);
    }

    private CompletableFuture<ReconcileResult> reconcile(State state, boolean restoring) {
        return names.get()
                .thenCompose(known -> reconciler.reconcile(state.entities(), state.scope(), known, restoring));
    }

    @Override
    public String name() {
        return "entities";
    }

    @Override
    public CompletableFuture<Boolean> restore() {
        State state = kept.get();
        if (state == null) {
            return CompletableFuture.completedFuture(false);
        }
        return reconcile(state, true).thenApply(result -> {
            result.changes().orThrow();
            return result.changes().size() > 0;
        });
    }

    private record State(List<P4Entity> entities, List<P4Entity> scope) {}
}
