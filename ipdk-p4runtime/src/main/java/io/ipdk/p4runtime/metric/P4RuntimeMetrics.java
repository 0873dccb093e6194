package io.ipdk.p4runtime.metric;

import io.ipdk.p4runtime.error.StatusCode;

/**
 * Where a client counts what it does. Every method does nothing unless overridden. Implementations must be Thread-safe and
 * quick: they are called on the threads that serve the stream.
 */
public interface P4RuntimeMetrics {
    /** Counts nothing. */
    static P4RuntimeMetrics none() {
        return NoMetrics.INSTANCE;
    }

    /**
     * A call ended.
     *
     * @param rpc its name in the specification
     * @param nanos from sending to the last answer
     */
    default void rpc(String rpc, StatusCode code, long nanos) {}

    /** A Write ended: so many updates took effect, so many did not or may not have. */
    default void updates(int applied, int failed) {}

    /** Entities came in by Read. */
    default void entitiesRead(int count) {}

    /** A message of the stream came in or, for packet-outs and acknowledgements, went out. */
    default void streamMessage(StreamItem item) {}

    /** A message of the stream was dropped because a queue was full. */
    default void streamDrop(StreamItem item) {}

    /** The stream was opened again after a loss. */
    default void reconnected() {}

    /** What flows on the stream. */
    enum StreamItem {
        PACKET_IN,
        PACKET_OUT,
        DIGEST_LIST,
        DIGEST_ACK,
        IDLE_TIMEOUT,
        STREAM_ERROR,
        SESSION_EVENT
    }
}
