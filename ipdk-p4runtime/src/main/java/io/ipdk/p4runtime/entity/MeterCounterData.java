package io.ipdk.p4runtime.entity;

/**
 * What a meter has counted for each colour. A write can only set all of it to zero.
 *
 * <p>Immutable.
 */
public record MeterCounterData(CounterData green, CounterData yellow, CounterData red) {
    /** Nothing yet; in a read: please tell. */
    public static final MeterCounterData ZERO =
            new MeterCounterData(CounterData.ZERO, CounterData.ZERO, CounterData.ZERO);
}
