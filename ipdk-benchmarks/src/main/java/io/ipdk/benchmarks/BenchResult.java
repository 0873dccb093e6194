package io.ipdk.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One measured number, with what a peer reached under the same load. Immutable.
 *
 * <p>The ratio says how good the number is beside the peer's: 1 is level, more is better. Where less is better (an idle
 * cost, a latency) whoever makes the result turns the quotient round.
 *
 * @param name the row, in dots: {@code net.receive64}
 * @param value what we reached
 * @param unit of both values
 * @param peer whom or what the value is compared with; empty when it stands alone
 * @param peerValue what the peer reached, or null if it could not be asked
 * @param ratio ours beside the peer's, or null without a peer's value
 * @param floor the ratio below which the run fails, or null if there is none
 * @param goal the ratio aimed at, or null if there is none
 */
public record BenchResult(
        String name,
        double value,
        String unit,
        String peer,
        @Nullable Double peerValue,
        @Nullable Double ratio,
        @Nullable Double floor,
        @Nullable Double goal) {

    /** A value that is better the higher it is, beside a peer's, if the peer could be asked. */
    public static BenchResult beside(
            String name, double value, String unit, String peer, OptionalDouble peerValue, double floor, double goal) {
        Double other = peerValue.isPresent() ? peerValue.getAsDouble() : null;
        Double ratio = other == null || other == 0 ? null : value / other;
        return new BenchResult(name, value, unit, peer, other, ratio, floor, goal);
    }

    /** A cost that must stay within a budget: the ratio is budget ÷ value, its floor 1. */
    public static BenchResult within(String name, double value, String unit, double budget) {
        double ratio = value <= 0 ? Double.MAX_VALUE : budget / value;
        return new BenchResult(name, value, unit, "budget", budget, ratio, 1.0, null);
    }

    /** A value that stands alone. */
    public static BenchResult alone(String name, double value, String unit) {
        return new BenchResult(name, value, unit, "", null, null, null, null);
    }

    /** Whether there is a ratio and it is under its floor. */
    @JsonIgnore
    public boolean isUnderFloor() {
        return ratio != null && floor != null && ratio < floor;
    }
}
