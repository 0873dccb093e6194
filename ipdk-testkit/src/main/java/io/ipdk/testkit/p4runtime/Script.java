package io.ipdk.testkit.p4runtime;

import io.grpc.stub.StreamObserver;

/**
 * What the target does with one call: answer, fail, or nothing at all. Called on the server's threads; implementations are
 * Thread-safe.
 */
@FunctionalInterface
public interface Script<Q, R> {
    void answer(Q request, StreamObserver<R> response);
}
