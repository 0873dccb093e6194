package io.ipdk.limit;

import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import java.util.Objects;

/**
 * A data rate that is enforced, with the burst that may pass at once after a pause.
 *
 * <p>The limit is a token bucket: over any long time the average stays at or under {@code rate}; after a pause
 * {@code burst} bytes pass without delay. A frame or request larger than what is left passes when the bucket is not
 * empty, and is paid back before the next one.
 *
 * <p>Immutable.
 *
 * @param rate sustained rate; {@link #UNLIMITED} is the only limit with rate 0
 * @param burst bytes that may pass at once, at least 1 where a rate is set
 */
public record BandwidthLimit(Bandwidth rate, DataSize burst) {

    /** No limit. */
    public static final BandwidthLimit UNLIMITED = new BandwidthLimit(new Bandwidth(0), DataSize.ZERO);

    public BandwidthLimit {
        Objects.requireNonNull(rate, "rate");
        Objects.requireNonNull(burst, "burst");
        if ((rate.bitsPerSecond() == 0) != (burst.bytes() == 0)) {
            throw new IllegalArgumentException("a limit of " + rate + " cannot have a burst of " + burst
                    + "; give both above 0, or use BandwidthLimit.UNLIMITED");
        }
        if (rate.bitsPerSecond() != 0 && rate.bitsPerSecond() < 8) {
            throw new IllegalArgumentException("a limit of " + rate + " is below one byte (8 bit) a second");
        }
    }

    /** A limit whose burst is what passes in 10 ms, and at least 64 KiB, so that one large frame fits. */
    public static BandwidthLimit of(Bandwidth rate) {
        return new BandwidthLimit(rate, DataSize.bytes(Math.max(64 << 10, rate.toBytesPerSecond() / 100)));
    }

    public boolean isUnlimited() {
        return rate.bitsPerSecond() == 0;
    }

    @Override
    public String toString() {
        return isUnlimited() ? "unlimited" : rate + " burst " + burst;
    }
}
