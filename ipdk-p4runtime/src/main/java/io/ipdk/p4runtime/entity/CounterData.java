package io.ipdk.p4runtime.entity;

/**
 * What a counter has counted.
 *
 * <p>Immutable.
 */
public record CounterData(long bytes, long packets) {
    /** Nothing yet; in a read: please tell. */
    public static final CounterData ZERO = new CounterData(0, 0);
}
