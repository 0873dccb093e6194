package io.ipdk.testkit.p4runtime.conformance;

/**
 * One behaviour that the specification demands of a server, and the test for it.
 *
 * <p>Immutable.
 *
 * @param number its place in the suite, from 1
 * @param section the section of the specification, by its title
 * @param behaviour what is demanded, as a sentence
 * @param test fails with an AssertionError where the server does something else
 */
public record ConformanceCheck(int number, String section, String behaviour, Test test) {
    /** The test of a behaviour. Confined to one thread (the caller's). */
    @FunctionalInterface
    public interface Test {
        /**
         * Asks the server.
         *
         * @throws Exception if the server does something else, or cannot be asked
         */
        void run(Bench bench) throws Exception;
    }

    /** As a test's name: number, section and behaviour. */
    public String title() {
        return number + " " + section + ": " + behaviour;
    }
}
