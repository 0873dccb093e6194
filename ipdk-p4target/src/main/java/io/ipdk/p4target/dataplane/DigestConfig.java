package io.ipdk.p4target.dataplane;

/**
 * How a digest is sent. Immutable.
 *
 * @param maxTimeoutNanos longest a message waits for others; 0 for not at all
 * @param maxListSize most messages of a batch; 0 for any number
 * @param ackTimeoutNanos how long a message sent and not acknowledged keeps its like from being sent; 0 for not at all
 */
public record DigestConfig(long maxTimeoutNanos, int maxListSize, long ackTimeoutNanos) {}
