package io.ipdk.p4target;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What controllers say for a value of the dataplane ({@code p4runtime_translation}). Controllers' numbers are written in
 * decimal here. Thread-safe.
 */
public interface ValueTranslation {
    /** The dataplane's value, or empty if the controller's is unknown. */
    Optional<BigInteger> toDataplane(String controller);

    /** The controller's value, or empty if the dataplane's is unknown. */
    Optional<String> toController(BigInteger dataplane);

    /** A fixed table from the controller's values to the dataplane's. */
    static ValueTranslation of(Map<String, BigInteger> table) {
        Map<String, BigInteger> there = Map.copyOf(table);
        Map<BigInteger, String> back = new HashMap<>();
        there.forEach((controller, dataplane) -> back.put(dataplane, controller));
        return new ValueTranslation() {
            @Override
            public Optional<BigInteger> toDataplane(String controller) {
                return Optional.ofNullable(there.get(controller));
            }

            @Override
            public Optional<String> toController(BigInteger dataplane) {
                return Optional.ofNullable(back.get(dataplane));
            }
        };
    }
}
