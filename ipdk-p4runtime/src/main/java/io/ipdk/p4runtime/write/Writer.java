package io.ipdk.p4runtime.write;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.rpc.Mandate;
import io.ipdk.p4runtime.rpc.P4RuntimeRpc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.P4Info;
import org.p4.v1.Uint128;
import org.p4.v1.Update;
import org.p4.v1.WriteRequest;

/**
 * Makes changes: orders them, cuts them into batches, keeps many on their way and joins the answers to the changes.
 * Thread-safe.
 */
public final class Writer {
    private final P4RuntimeRpc rpc;
    private final Mandate mandate;
    private final WriteLimits limits;
    private final WriteWindow window;
    private final SingleWriter singles;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();
    private volatile UnaryOperator<Update> form = UnaryOperator.identity();

    public Writer(P4RuntimeRpc rpc, Mandate mandate, WriteLimits limits) {
        this.rpc = rpc;
        this.mandate = mandate;
        this.limits = limits;
        this.window = new WriteWindow(limits);
        this.singles = new SingleWriter(rpc, this::singlesRequest, limits, window);
    }

    /** What every update goes through before it is sent, for targets that want another form of it. */
    public void form(UnaryOperator<Update> toTarget) {
        form = toTarget;
    }

    /**
     * Sends the changes. Waits for room if too much is waiting already; else returns at once.
     *
     * <p>The future completes with a result whatever single updates and batches came to; it fails only if nothing was sent.
     *
     * @param encode what a change is on the wire; what it throws leaves everything unsent
     * @param info names the references between objects; null = unknown
     */
    public <C> CompletableFuture<WriteResult<C>> write(
            List<C> changes, Function<? super C, Update> encode, @Nullable P4Info info, WriteOptions options) {
        return write(changes, encode, info, options, false);
    }

    /** As the other, for what is put back before the session counts as ready; never waits. */
    public <C> CompletableFuture<WriteResult<C>> restore(
            List<C> changes, Function<? super C, Update> encode, @Nullable P4Info info, WriteOptions options) {
        return write(changes, encode, info, options, true);
    }

    private <C> CompletableFuture<WriteResult<C>> write(
            List<C> changes,
            Function<? super C, Update> encode,
            @Nullable P4Info info,
            WriteOptions options,
            boolean restoring) {
        List<C> own = List.copyOf(changes);
        if (own.size() == 1 && !restoring && !options.atomicity().allOrNone()) {
            return single(own.get(0), encode, info);
        }
        List<Update> updates = new ArrayList<>(own.size());
        List<int[]> stages;
        int permits;
        try {
            mandate.electionId(restoring);
            UnaryOperator<Update> toTarget = form;
            boolean uniform = true;
            long bytes = 0;
            for (C change : own) {
                Update update = toTarget.apply(encode.apply(change));
                updates.add(update);
                // Asked while the processor has the message at hand, which remembers it.
                bytes += update.getSerializedSize() + 8L;
                uniform = uniform && UpdateStages.isSameLoad(updates.get(0), update);
            }
            if (options.atomicity().allOrNone()) {
                oneBatch(own.size(), bytes);
            }
            stages = stages(updates, uniform, info, options);
            permits = restoring ? 0 : window.enter(own.size(), limits.patience());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        singles.hurry();
        return new WriteCall<>(rpc, mandate, limits, window, own, updates, stages, options, restoring)
                .begin()
                .whenComplete((result, failure) -> window.leave(permits));
    }

    private <C> CompletableFuture<WriteResult<C>> single(
            C change, Function<? super C, Update> encode, @Nullable P4Info info) {
        SingleUpdate<C> update;
        try {
            mandate.electionId(false);
            Update encoded = form.apply(encode.apply(change));
            update = new SingleUpdate<>(
                    change, encoded, info == null ? 0 : ranks(info).rank(encoded.getEntity()));
            window.enter(1, limits.patience());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        singles.write(update);
        return update.result();
    }

    private WriteRequest singlesRequest(List<Update> updates) {
        WriteRequest.Builder request = WriteRequest.newBuilder()
                .setDeviceId(mandate.deviceId())
                .setRole(mandate.role())
                .addAllUpdates(updates);
        Uint128 electionId = mandate.electionId(false);
        if (electionId != null) {
            request.setElectionId(electionId);
        }
        return request.build();
    }

    private List<int[]> stages(List<Update> updates, boolean uniform, @Nullable P4Info info, WriteOptions options) {
        if (options.atomicity().allOrNone()) {
            return allAtOnce(updates);
        }
        return switch (options.order()) {
            case BY_REFERENCE ->
                uniform ? allAtOnce(updates) : UpdateStages.of(updates, info == null ? null : ranks(info));
            case NONE -> allAtOnce(updates);
            case AS_GIVEN -> {
                List<int[]> stages = new ArrayList<>();
                for (int from = 0; from < updates.size(); from += limits.batchUpdates()) {
                    stages.add(IntStream.range(from, Math.min(updates.size(), from + limits.batchUpdates()))
                            .toArray());
                }
                yield stages;
            }
        };
    }

    private static List<int[]> allAtOnce(List<Update> updates) {
        return updates.isEmpty() ? List.of() : List.of(UpdateStages.all(updates.size()));
    }

    private void oneBatch(int updates, long bytes) {
        if (updates > limits.batchUpdates() || bytes > limits.batchBytes()) {
            throw new InvalidSpecException(
                    "atomic batch",
                    updates + " updates of " + bytes + " bytes",
                    "at most " + limits.batchUpdates() + " updates and " + limits.batchBytes() + " bytes",
                    "split it, or raise batchUpdates and batchBytes as far as the target goes");
        }
    }

    @SuppressWarnings("ReferenceEquality") // Another object with the same content only costs another look.
    private ReferenceRanks ranks(P4Info info) {
        Known last = known.get();
        if (last == null || last.info() != info) {
            last = new Known(info, ReferenceRanks.of(info));
            known.set(last);
        }
        return last.ranks();
    }

    private record Known(P4Info info, ReferenceRanks ranks) {}
}
