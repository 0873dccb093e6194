package io.ipdk.p4runtime.session;

import org.p4.v1.StreamMessageResponse;

/** Who gets what the stream carries besides arbitration. Confined to one thread (the stream's), and must not wait. */
@FunctionalInterface
public interface StreamListener {
    void onMessage(StreamMessageResponse message);
}
