package io.ipdk.p4target.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One meter: colour-blind or colour-aware trTCM (RFC 2698) or srTCM (RFC 2697). Without configuration all is green.
 * Thread-safe.
 *
 * <p>Rates are units a second, bursts are units; a unit is a byte or a packet. Buckets are full when configured.
 */
public final class MeterCell {
    /** Conforms. */
    public static final int GREEN = 0;
    /** Exceeds the committed rate. */
    public static final int YELLOW = 1;
    /** Exceeds the peak rate. */
    public static final int RED = 2;

    private static final double NANOS = 1e9;
    private static final VarHandle BUSY;

    static {
        try {
            BUSY = MethodHandles.lookup().findVarHandle(MeterCell.class, "busy", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private int busy;

    private volatile @Nullable Rates rates;
    private double committed;
    private double excess;
    private long refilled;
    private final long[] packets = new long[3];
    private final long[] bytes = new long[3];

    /**
     * How a meter is set. Immutable.
     *
     * @param cir committed rate
     * @param cburst committed burst
     * @param pir peak rate; of no meaning with a single rate
     * @param pburst peak burst, or the excess burst with a single rate
     * @param singleRate srTCM: what the committed bucket cannot hold flows into the excess bucket
     */
    public record Rates(long cir, long cburst, long pir, long pburst, boolean singleRate) {}

    /** Sets the meter and fills its buckets; null makes all green. */
    public void configure(@Nullable Rates newRates, long now) {
        enter();
        try {
            rates = newRates;
            if (newRates != null) {
                committed = newRates.cburst();
                excess = newRates.pburst();
            }
            refilled = now;
        } finally {
            leave();
        }
    }

    /** How it is set; null if it is not. */
    public @Nullable Rates rates() {
        return rates;
    }

    /** Packets seen with a colour. */
    public long packets(int colour) {
        return packets[colour];
    }

    /** Bytes seen with a colour. */
    public long bytes(int colour) {
        return bytes[colour];
    }

    /** Sets the counters of all colours to zero. */
    public void clearCounters() {
        enter();
        try {
            java.util.Arrays.fill(packets, 0);
            java.util.Arrays.fill(bytes, 0);
        } finally {
            leave();
        }
    }

    /**
     * The colour of a packet.
     *
     * @param units what it costs: its bytes, or 1
     * @param length its bytes, for the counters
     * @param before the colour it came with; GREEN if it had none
     * @param now nanoseconds of the target's clock
     */
    public int colour(long units, long length, int before, long now) {
        enter();
        try {
            Rates set = rates;
            int colour = set == null ? before : meter(set, units, before, now);
            packets[colour]++;
            bytes[colour] += length;
            return colour;
        } finally {
            leave();
        }
    }

    private int meter(Rates set, long units, int before, long now) {
        double seconds = (double) Math.max(0, now - refilled) / NANOS;
        refilled = now;
        if (set.singleRate()) {
            double tokens = committed + (double) set.cir() * seconds;
            committed = Math.min((double) set.cburst(), tokens);
            excess = Math.min((double) set.pburst(), excess + tokens - committed);
            if (before == GREEN && committed >= units) {
                committed -= units;
                return GREEN;
            }
            if (before != RED && excess >= units) {
                excess -= units;
                return YELLOW;
            }
            return RED;
        }
        committed = Math.min((double) set.cburst(), committed + (double) set.cir() * seconds);
        excess = Math.min((double) set.pburst(), excess + (double) set.pir() * seconds);
        if (before == RED || excess < units) {
            return RED;
        }
        excess -= units;
        if (before == YELLOW || committed < units) {
            return YELLOW;
        }
        committed -= units;
        return GREEN;
    }

    private void enter() {
        while (!BUSY.compareAndSet(this, 0, 1)) {
            Thread.onSpinWait();
        }
    }

    private void leave() {
        BUSY.setRelease(this, 0);
    }
}
