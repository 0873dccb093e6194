package io.ipdk.p4runtime.pipeline;

import io.ipdk.p4runtime.error.PipelineException;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.p4runtime.rpc.Futures;
import io.ipdk.p4runtime.rpc.Mandate;
import io.ipdk.p4runtime.rpc.P4RuntimeRpc;
import io.ipdk.p4runtime.session.RestoreStep;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.p4.v1.ForwardingPipelineConfig;

/**
 * The target's pipeline. What this client has committed is also what its names come from, and what it puts back after a loss
 * of the connection unless the target still has it. Thread-safe.
 */
public final class Pipeline {
    private final PipelineRpc rpc;
    private final boolean checkConstraints;
    private volatile @Nullable P4Program saved;
    private volatile @Nullable P4Program committed;
    private volatile @Nullable ProgramNames names;

    /** @param checkConstraints whether entries are checked against the program's constraints before they are sent */
    public Pipeline(P4RuntimeRpc rpc, Mandate mandate, boolean checkConstraints) {
        this.rpc = new PipelineRpc(rpc, mandate);
        this.checkConstraints = checkConstraints;
    }

    /** Whether the target could use this program; changes nothing. */
    public void verify(P4Program program) {
        Futures.await("VERIFY", verifyAsync(program));
    }

    /** As {@link #verify}. */
    public CompletableFuture<Void> verifyAsync(P4Program program) {
        return rpc.set(PipelineAction.VERIFY, program.toProto(), false);
    }

    /** Has the target keep the program for {@link #commit}. Names are the new program's from now on. */
    public void verifyAndSave(P4Program program) {
        Futures.await("VERIFY_AND_SAVE", verifyAndSaveAsync(program));
    }

    /** As {@link #verifyAndSave}. */
    public CompletableFuture<Void> verifyAndSaveAsync(P4Program program) {
        ProgramNames prepared = ProgramNames.of(program.info(), checkConstraints);
        return rpc.set(PipelineAction.VERIFY_AND_SAVE, program.toProto(), false).thenRun(() -> {
            saved = program;
            names = prepared;
        });
    }

    /** Puts in force what was saved. */
    public void commit() {
        Futures.await("COMMIT", commitAsync());
    }

    /** As {@link #commit}. */
    public CompletableFuture<Void> commitAsync() {
        return rpc.set(PipelineAction.COMMIT, null, false).thenRun(() -> {
            P4Program program = saved;
            if (program != null) {
                committed = program;
                saved = null;
            }
        });
    }

    /** Puts the program in force; all entities on the target are gone. */
    public void verifyAndCommit(P4Program program) {
        Futures.await("VERIFY_AND_COMMIT", verifyAndCommitAsync(program));
    }

    /** As {@link #verifyAndCommit}. */
    public CompletableFuture<Void> verifyAndCommitAsync(P4Program program) {
        return put(PipelineAction.VERIFY_AND_COMMIT, program, false);
    }

    /** Puts the program in force; entities that still fit stay. Not every target can. */
    public void reconcileAndCommit(P4Program program) {
        Futures.await("RECONCILE_AND_COMMIT", reconcileAndCommitAsync(program));
    }

    /** As {@link #reconcileAndCommit}. */
    public CompletableFuture<Void> reconcileAndCommitAsync(P4Program program) {
        return put(PipelineAction.RECONCILE_AND_COMMIT, program, false);
    }

    /**
     * Sees to it that the target runs this program: nothing is sent if it does already, by cookie; else it is reconciled
     * where the target can do that, and committed anew where it cannot.
     *
     * @return whether anything was sent
     */
    public boolean ensure(P4Program program) {
        return Futures.await("the pipeline", ensureAsync(program));
    }

    /** As {@link #ensure}. */
    public CompletableFuture<Boolean> ensureAsync(P4Program program) {
        return ensure(program, false);
    }

    private CompletableFuture<Boolean> ensure(P4Program program, boolean restoring) {
        ProgramNames prepared = ProgramNames.of(program.info(), checkConstraints);
        return runs(program).thenCompose(same -> {
            if (same) {
                committed = program;
                names = prepared;
                return CompletableFuture.completedFuture(false);
            }
            return put(PipelineAction.RECONCILE_AND_COMMIT, program, restoring)
                    .exceptionallyCompose(failure -> PipelineRpc.has(failure, StatusCode.UNIMPLEMENTED)
                            ? put(PipelineAction.VERIFY_AND_COMMIT, program, restoring)
                            : CompletableFuture.failedFuture(failure))
                    .thenApply(done -> true);
        });
    }

    /** By cookie; by content where the target keeps no cookie. */
    private CompletableFuture<Boolean> runs(P4Program program) {
        return rpc.cookie().thenCompose(cookie -> {
            if (cookie.isPresent()) {
                return CompletableFuture.completedFuture(cookie.getAsLong() == program.cookie());
            }
            ForwardingPipelineConfig wanted = program.toProto();
            return rpc.get(PipelinePart.ALL)
                    .thenApply(config -> config.filter(
                                    found -> found.getP4Info().equals(wanted.getP4Info())
                                            && found.getP4DeviceConfig().equals(wanted.getP4DeviceConfig()))
                            .isPresent());
        });
    }

    private CompletableFuture<Void> put(PipelineAction action, P4Program program, boolean restoring) {
        ProgramNames prepared = ProgramNames.of(program.info(), checkConstraints);
        return rpc.set(action, program.toProto(), restoring).thenRun(() -> {
            committed = program;
            names = prepared;
        });
    }

    /** The target's pipeline, or a part of it; empty if it has none. */
    public Optional<PipelineInfo> get(PipelinePart part) {
        return Futures.await("GetForwardingPipelineConfig", getAsync(part));
    }

    /** As {@link #get}. */
    public CompletableFuture<Optional<PipelineInfo>> getAsync(PipelinePart part) {
        return rpc.get(part).thenApply(config -> config.map(PipelineInfo::of));
    }

    /** The cookie of the pipeline in force; empty if there is none. */
    public OptionalLong cookie() {
        return Futures.await("GetForwardingPipelineConfig", rpc.cookie());
    }

    /** What the target can do. */
    public CompletableFuture<TargetCapabilities> capabilitiesAsync() {
        return rpc.capabilities();
    }

    /** Takes names from this P4Info from now on, and sends nothing: the target runs it already. */
    public void use(P4Info info) {
        names = ProgramNames.of(info, checkConstraints);
    }

    /**
     * What this client sees to whenever it has become primary, from now on; for a backup, which cannot send it yet. Names are
     * the program's at once.
     */
    public void prepare(P4Program program) {
        names = ProgramNames.of(program.info(), checkConstraints);
        committed = program;
    }

    /** Takes names from the P4Info that the target has. */
    public P4Info adopt() {
        return Futures.await("the target's P4Info", adoptAsync()).info();
    }

    private CompletableFuture<ProgramNames> adoptAsync() {
        return rpc.get(PipelinePart.P4INFO_AND_COOKIE)
                .exceptionallyCompose(failure -> PipelineRpc.has(failure, StatusCode.UNIMPLEMENTED)
                        ? rpc.get(PipelinePart.ALL)
                        : CompletableFuture.failedFuture(failure))
                .thenApply(config -> {
                    ForwardingPipelineConfig found = config.filter(ForwardingPipelineConfig::hasP4Info)
                            .orElseThrow(() -> new PipelineException(
                                    StatusCode.FAILED_PRECONDITION,
                                    "the target has no pipeline",
                                    "commit one first",
                                    null));
                    ProgramNames adopted = ProgramNames.of(P4Info.of(found.getP4Info()), checkConstraints);
                    names = adopted;
                    return adopted;
                });
    }

    /** The P4Info that names are taken from; empty = none yet. */
    public Optional<P4Info> info() {
        ProgramNames known = names;
        return known == null ? Optional.empty() : Optional.of(known.info());
    }

    /** The names in use; asks the target for its P4Info if there are none. Waits for that. */
    public ProgramNames names() {
        ProgramNames known = names;
        return known != null ? known : Futures.await("the target's P4Info", adoptAsync());
    }

    /** The names in use, if there are any; asks nobody. */
    public Optional<ProgramNames> knownNames() {
        return Optional.ofNullable(names);
    }

    /** As {@link #names}. */
    public CompletableFuture<ProgramNames> namesAsync() {
        ProgramNames known = names;
        return known != null ? CompletableFuture.completedFuture(known) : adoptAsync();
    }

    /** Puts back what this client has committed, unless the target runs it. */
    public RestoreStep restoreStep() {
        return new RestoreStep() {
            @Override
            public String name() {
                return "pipeline";
            }

            @Override
            public CompletableFuture<Boolean> restore() {
                P4Program program = committed;
                return program == null ? CompletableFuture.completedFuture(false) : ensure(program, true);
            }
        };
    }
}
