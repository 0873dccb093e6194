package io.ipdk.p4runtime.write;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.RpcErrors;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.rpc.Mandate;
import io.ipdk.p4runtime.rpc.P4RuntimeRpc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Uint128;
import org.p4.v1.Update;
import org.p4.v1.WriteRequest;

/** One call's changes on their way: stage after stage, each stage's batches side by side. Thread-safe. */
final class WriteCall<C> {
    private final P4RuntimeRpc rpc;
    private final Mandate mandate;
    private final WriteLimits limits;
    private final WriteWindow window;
    private final List<C> changes;
    private final List<Update> updates;
    private final List<int[]> stages;
    private final WriteOptions options;
    private final boolean restoring;

    private final CompletableFuture<WriteResult<C>> result = new CompletableFuture<>();
    private final TreeMap<Integer, UpdateResult<C>> failures = new TreeMap<>();
    private @Nullable IpdkException rpcFailure;
    private int stage;
    private int open;

    WriteCall(
            P4RuntimeRpc rpc,
            Mandate mandate,
            WriteLimits limits,
            WriteWindow window,
            List<C> changes,
            List<Update> updates,
            List<int[]> stages,
            WriteOptions options,
            boolean restoring) {
        this.rpc = rpc;
        this.mandate = mandate;
        this.limits = limits;
        this.window = window;
        this.changes = changes;
        this.updates = updates;
        this.stages = stages;
        this.options = options;
        this.restoring = restoring;
    }

    CompletableFuture<WriteResult<C>> begin() {
        nextStage();
        return result;
    }

    private void nextStage() {
        List<int[]> batches;
        synchronized (this) {
            batches = stage < stages.size() ? batches(stages.get(stage++)) : List.of();
            open = batches.size();
        }
        if (batches.isEmpty()) {
            result.complete(snapshot());
        }
        for (int[] batch : batches) {
            window.start(() -> send(batch));
        }
    }

    private List<int[]> batches(int[] positions) {
        if (options.atomicity().allOrNone()) {
            return List.of(positions);
        }
        List<int[]> batches = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < positions.length; i++) {
            int size = updates.get(positions[i]).getSerializedSize() + 8;
            if (i > from && (i - from >= limits.batchUpdates() || bytes + size > limits.batchBytes())) {
                batches.add(Arrays.copyOfRange(positions, from, i));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        batches.add(from == 0 ? positions : Arrays.copyOfRange(positions, from, positions.length));
        return batches;
    }

    private void send(int[] batch) {
        WriteRequest request = isStopped() ? null : prepare(batch);
        if (request == null) {
            notSent(batch);
            window.ended();
            batchEnded();
            return;
        }
        CompletableFuture<?> unused = rpc.write(request).whenComplete((ok, failure) -> {
            if (failure == null) {
                rpc.metrics().updates(batch.length, 0);
            } else {
                failed(batch, RpcErrors.of("Write", failure));
            }
            window.ended();
            batchEnded();
        });
    }

    /** Null = this client may not make changes any more. */
    private @Nullable WriteRequest prepare(int[] batch) {
        try {
            return request(batch);
        } catch (IpdkException e) {
            synchronized (this) {
                if (rpcFailure == null) {
                    rpcFailure = e;
                }
            }
            return null;
        }
    }

    private WriteRequest request(int[] batch) {
        WriteRequest.Builder request = WriteRequest.newBuilder()
                .setDeviceId(mandate.deviceId())
                .setRole(mandate.role())
                .setAtomicity(options.atomicity().toProto());
        Uint128 electionId = mandate.electionId(restoring);
        if (electionId != null) {
            request.setElectionId(electionId);
        }
        if (batch.length == updates.size()) {
            // In the caller's order, as a stage's positions are: no need to look each one up.
            request.addAllUpdates(updates);
        } else {
            for (int position : batch) {
                request.addUpdates(updates.get(position));
            }
        }
        return request.build();
    }

    private synchronized boolean isStopped() {
        return rpcFailure != null;
    }

    private synchronized void failed(int[] batch, IpdkException failure) {
        int applied = 0;
        for (int i = 0; i < batch.length; i++) {
            ErrorDetails.Verdict verdict = ErrorDetails.verdict(failure, i, batch.length, options.atomicity());
            if (verdict.outcome() == UpdateOutcome.APPLIED) {
                applied++;
            } else {
                put(batch[i], verdict);
            }
        }
        if (!ErrorDetails.isPerUpdate(failure, batch.length) && rpcFailure == null) {
            rpcFailure = failure;
        }
        rpc.metrics().updates(applied, batch.length - applied);
    }

    private synchronized void notSent(int[] batch) {
        StatusCode code = rpcFailure instanceof P4RuntimeException typed ? typed.code() : StatusCode.ABORTED;
        for (int position : batch) {
            put(
                    position,
                    new ErrorDetails.Verdict(
                            UpdateOutcome.NOT_SENT,
                            code,
                            "a batch before it failed as a whole, or could not be sent",
                            "",
                            0));
        }
    }

    private void put(int position, ErrorDetails.Verdict verdict) {
        failures.put(position, verdict.on(changes.get(position)));
    }

    private void batchEnded() {
        synchronized (this) {
            if (--open > 0) {
                return;
            }
        }
        nextStage();
    }

    private synchronized WriteResult<C> snapshot() {
        return new WriteResult<>(changes, new TreeMap<>(failures), rpcFailure);
    }
}
