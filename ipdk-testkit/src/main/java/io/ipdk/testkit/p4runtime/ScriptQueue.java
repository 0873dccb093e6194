package io.ipdk.testkit.p4runtime;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What is to be done with the next calls of one kind, and what they were. Thread-safe. */
final class ScriptQueue<Q, R> {
    private final Script<Q, R> model;
    private final Queue<Script<Q, R>> next = new ConcurrentLinkedQueue<>();
    private final List<Q> requests = new CopyOnWriteArrayList<>();
    private volatile @Nullable Script<Q, R> every;

    ScriptQueue(Script<Q, R> model) {
        this.model = model;
    }

    void next(Script<Q, R> script) {
        next.add(script);
    }

    void every(@Nullable Script<Q, R> script) {
        every = script;
    }

    List<Q> requests() {
        return List.copyOf(requests);
    }

    void answer(Q request, StreamObserver<R> response) {
        requests.add(request);
        Script<Q, R> script = next.poll();
        if (script == null) {
            script = every;
        }
        (script == null ? model : script).answer(request, response);
    }
}
