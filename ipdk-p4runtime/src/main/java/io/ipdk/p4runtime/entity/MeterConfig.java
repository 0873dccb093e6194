package io.ipdk.p4runtime.entity;

/**
 * The rates and bursts of a meter, in bytes or packets (a second), as the meter's unit says.
 *
 * <p>Immutable.
 *
 * @param cir committed information rate
 * @param cburst committed burst size
 * @param pir peak information rate; equal to {@code cir} for single-rate meters
 * @param pburst peak burst size; equal to {@code cburst} for single-rate meters
 * @param eburst excess burst size; only for single-rate three-colour meters
 */
public record MeterConfig(long cir, long cburst, long pir, long pburst, long eburst) {

    /** All zero; in a read: please tell. */
    public static final MeterConfig ZERO = new MeterConfig(0, 0, 0, 0, 0);

    /** Two rates, three colours (RFC 2698). */
    public static MeterConfig twoRate(long cir, long cburst, long pir, long pburst) {
        return new MeterConfig(cir, cburst, pir, pburst, 0);
    }

    /** One rate, three colours (RFC 2697). */
    public static MeterConfig singleRate(long cir, long cburst, long eburst) {
        return new MeterConfig(cir, cburst, cir, cburst, eburst);
    }

    /** One rate, green and red only. */
    public static MeterConfig twoColor(long cir, long cburst) {
        return singleRate(cir, cburst, 0);
    }
}
