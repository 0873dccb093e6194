package io.ipdk.device;

import java.util.List;

/**
 * What a plug or update would do, worked out without doing it.
 *
 * <p>Immutable.
 *
 * @param action what would happen
 * @param differences the fields that would change; for {@link Action#CONFLICT} those that cannot
 * @param disruption what the host would notice, empty if nothing
 * @param problems why it would fail, empty if it would not
 */
public record Plan(Action action, List<FieldDifference> differences, List<String> disruption, List<String> problems) {

    /** What would happen. */
    public enum Action {
        /** A new device would be plugged. */
        PLUG,
        /** The device is there with this very spec. */
        NOTHING,
        /** The device is there; an update would change it live. */
        UPDATE,
        /** The device is there and the difference cannot be changed live. */
        CONFLICT
    }

    public Plan {
        differences = List.copyOf(differences);
        disruption = List.copyOf(disruption);
        problems = List.copyOf(problems);
    }

    /** Whether the call would succeed as far as can be known beforehand. */
    public boolean isFeasible() {
        return problems.isEmpty();
    }
}
