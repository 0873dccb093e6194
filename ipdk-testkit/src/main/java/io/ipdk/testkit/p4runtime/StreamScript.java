package io.ipdk.testkit.p4runtime;

import org.p4.v1.StreamMessageRequest;

/** What the target does with one message of a stream. Called in the stream's order; implementations are Thread-safe. */
@FunctionalInterface
public interface StreamScript {
    void onMessage(ScriptedStream stream, StreamMessageRequest message);
}
