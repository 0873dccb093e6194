package io.ipdk.p4runtime.rpc;

import io.grpc.ClientCall;
import io.grpc.stub.StreamObserver;
import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.RpcErrors;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.metric.P4RuntimeMetrics;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Turns the one answer of a call into a future; who cancels the future cancels the call. Thread-safe. */
final class UnaryAnswer<R> implements StreamObserver<R> {
    private final String rpc;
    private final P4RuntimeMetrics metrics;
    private final long begin = System.nanoTime();
    private final CompletableFuture<R> future = new CompletableFuture<>();
    private @Nullable R value;

    UnaryAnswer(String rpc, ClientCall<?, ?> call, P4RuntimeMetrics metrics) {
        this.rpc = rpc;
        this.metrics = metrics;
        CompletableFuture<?> unused = future.whenComplete((answer, failure) -> {
            if (future.isCancelled()) {
                call.cancel("the caller is no longer interested", null);
            }
        });
    }

    CompletableFuture<R> future() {
        return future;
    }

    @Override
    public void onNext(R answer) {
        value = answer;
    }

    @Override
    public void onError(Throwable failure) {
        IpdkException error = RpcErrors.of(rpc, failure);
        metrics.rpc(
                rpc,
                error instanceof P4RuntimeException typed ? typed.code() : StatusCode.UNKNOWN,
                System.nanoTime() - begin);
        future.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {
        R answer = value;
        if (answer == null) {
            onError(new IllegalStateException("the target ended the call without an answer"));
            return;
        }
        metrics.rpc(rpc, StatusCode.OK, System.nanoTime() - begin);
        future.complete(answer);
    }
}
