package io.ipdk.nativeaccess.spdk.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.HostException;
import io.ipdk.error.IpdkException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The calls of one connection that wait for an answer. Thread-safe; futures are completed without a lock. */
final class PendingCalls {
    private final int most;
    private final Map<Long, Call> calls = new HashMap<>();
    private long nextId = 1;
    private @Nullable IpdkException ended;

    private record Call(String method, long deadlineNanos, long timeoutMillis, CompletableFuture<JsonNode> answer) {}

    PendingCalls(int most) {
        this.most = most;
    }

    /** Enters a call, then has it sent under its number. */
    CompletableFuture<JsonNode> add(String method, long timeoutNanos, LongConsumer send) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        long id;
        synchronized (this) {
            if (ended != null) {
                return CompletableFuture.failedFuture(ended);
            }
            if (calls.size() >= most) {
                return CompletableFuture.failedFuture(new HostException(
                        method + " was not sent: " + most + " calls wait for an answer of spdk_tgt",
                        "wait for some of them first",
                        true));
            }
            id = nextId++;
            calls.put(id, new Call(method, System.nanoTime() + timeoutNanos, timeoutNanos / 1_000_000, answer));
        }
        send.accept(id);
        return answer;
    }

    /** Hands an answer to whoever waits for it; one that nobody waits for any more is dropped. */
    void answered(JsonNode message) {
        Call call;
        synchronized (this) {
            call = calls.remove(message.path("id").asLong(-1));
        }
        if (call == null) {
            return;
        }
        if (message.has("error")) {
            call.answer.completeExceptionally(RpcErrors.refused(call.method, message.get("error")));
        } else if (message.has("result")) {
            call.answer.complete(message.get("result"));
        } else {
            call.answer.completeExceptionally(
                    RpcErrors.senseless(call.method, "a message that holds neither a result nor an error"));
        }
    }

    /** Fails the calls whose time is over; answers how long the next one has, at most a second. */
    long expire(long nowNanos) {
        List<Call> late = new ArrayList<>();
        long next = 1_000_000_000L;
        synchronized (this) {
            for (Iterator<Call> all = calls.values().iterator(); all.hasNext(); ) {
                Call call = all.next();
                long left = call.deadlineNanos - nowNanos;
                if (left <= 0) {
                    late.add(call);
                    all.remove();
                } else {
                    next = Math.min(next, left);
                }
            }
        }
        late.forEach(call -> call.answer.completeExceptionally(new DeadlineExceededException(
                "spdk_tgt did not answer " + call.method + " within " + call.timeoutMillis + " ms",
                "see whether it is busy or stopped; the call may still be carried out")));
        return next;
    }

    /** Fails all calls, and all later ones. */
    void end(Function<String, IpdkException> reason) {
        List<Call> all;
        synchronized (this) {
            if (ended != null) {
                return;
            }
            ended = reason.apply("a call");
            all = List.copyOf(calls.values());
            calls.clear();
        }
        all.forEach(call -> call.answer.completeExceptionally(reason.apply(call.method)));
    }

    synchronized boolean isEnded() {
        return ended != null;
    }
}
