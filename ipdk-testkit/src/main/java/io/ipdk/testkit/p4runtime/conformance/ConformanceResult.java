package io.ipdk.testkit.p4runtime.conformance;

/**
 * How a check ended.
 *
 * <p>Immutable.
 *
 * @param detail why it failed or could not be decided; empty if it passed
 */
public record ConformanceResult(ConformanceCheck check, Outcome outcome, String detail) {
    /** The four ways to end. */
    public enum Outcome {
        /** The server does what is demanded. */
        PASSED,
        /** The server says that it does not support this, and the specification lets it. */
        UNSUPPORTED,
        /** The server is not set up such that it could be decided. */
        UNDECIDED,
        /** The server does something else. */
        FAILED
    }
}
