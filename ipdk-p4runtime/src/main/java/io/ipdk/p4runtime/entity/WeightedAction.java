package io.ipdk.p4runtime.entity;

import io.ipdk.p4runtime.value.P4Value;
import org.jspecify.annotations.Nullable;

/**
 * One action of a set.
 *
 * <p>Immutable.
 *
 * @param action what to do
 * @param weight its share: 1 or more, or 0 where the selector disallows weights
 * @param watchPort the port whose loss takes the action out of the set, null for none
 */
public record WeightedAction(
        ActionCall action, int weight, @Nullable P4Value watchPort) {

    /** An action that depends on no port. */
    public static WeightedAction of(ActionCall action, int weight) {
        return new WeightedAction(action, weight, null);
    }

    /** The same while the port is up. */
    public WeightedAction watching(P4Value port) {
        return new WeightedAction(action, weight, port);
    }

    /** The same while the port is up. */
    public WeightedAction watching(long port) {
        return watching(P4Value.of(port));
    }

    @Override
    public String toString() {
        return action + " x" + weight + (watchPort == null ? "" : " while " + watchPort + " is up");
    }
}
