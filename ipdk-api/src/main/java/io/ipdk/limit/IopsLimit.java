package io.ipdk.limit;

import io.ipdk.unit.Iops;
import java.util.Objects;

/**
 * A rate of operations that is enforced, with the burst that may pass at once after a pause.
 *
 * <p>Immutable.
 *
 * @param rate sustained rate; {@link #UNLIMITED} is the only limit with rate 0
 * @param burst operations that may pass at once, at least 1 where a rate is set
 */
public record IopsLimit(Iops rate, long burst) {

    /** No limit. */
    public static final IopsLimit UNLIMITED = new IopsLimit(new Iops(0), 0);

    public IopsLimit {
        Objects.requireNonNull(rate, "rate");
        if (burst < 0 || (rate.perSecond() == 0) != (burst == 0)) {
            throw new IllegalArgumentException("a limit of " + rate + " cannot have a burst of " + burst
                    + " operations; give both above 0, or use IopsLimit.UNLIMITED");
        }
    }

    /** A limit whose burst is what passes in 10 ms, and at least one operation. */
    public static IopsLimit of(Iops rate) {
        return new IopsLimit(rate, Math.max(1, rate.perSecond() / 100));
    }

    public boolean isUnlimited() {
        return rate.perSecond() == 0;
    }

    @Override
    public String toString() {
        return isUnlimited() ? "unlimited" : rate + " burst " + burst;
    }
}
