package io.ipdk.device;

import io.ipdk.error.InvalidSpecException;
import java.time.Duration;
import java.util.Objects;

/**
 * How a device leaves its host.
 *
 * <p>Immutable.
 */
public sealed interface UnplugMode {

    /** Ask the host and wait up to 30 s for its answer. */
    static UnplugMode graceful() {
        return new Graceful(Duration.ofSeconds(30));
    }

    /** Ask the host and wait for its answer. */
    static UnplugMode graceful(Duration timeout) {
        return new Graceful(timeout);
    }

    /** Take the device away at once, as a pulled cable does. Data the host has not flushed is lost. */
    static UnplugMode surprise() {
        return new Surprise();
    }

    /**
     * Ask the host; the device stays if it does not agree.
     *
     * @param timeout how long to wait for the answer, above 0
     */
    record Graceful(Duration timeout) implements UnplugMode {
        public Graceful {
            Objects.requireNonNull(timeout, "timeout");
            if (timeout.isNegative() || timeout.isZero()) {
                throw new InvalidSpecException("timeout", timeout, "above 0");
            }
        }
    }

    /** Do not ask. */
    record Surprise() implements UnplugMode {}
}
