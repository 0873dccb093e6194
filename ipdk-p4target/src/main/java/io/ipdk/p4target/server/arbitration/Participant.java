package io.ipdk.p4target.server.arbitration;

import org.p4.v1.StreamMessageResponse;

/**
 * A controller's stream, as seen by arbitration.
 *
 * <p>Thread-safe.
 */
public interface Participant {
    /** Queues a message; never blocks. */
    void send(StreamMessageResponse message);
}
