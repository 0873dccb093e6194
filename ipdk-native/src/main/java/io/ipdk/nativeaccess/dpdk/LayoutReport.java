package io.ipdk.nativeaccess.dpdk;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the proof of the layouts compared.
 *
 * <p>Immutable.
 */
public record LayoutReport(List<Check> checks) {
    public LayoutReport {
        checks = List.copyOf(checks);
    }

    /**
     * One comparison.
     *
     * <p>Immutable.
     *
     * @param subject what was read
     * @param expected what it must be
     * @param found what it was
     */
    public record Check(String subject, String expected, String found) {
        /** Whether it was as it must be. */
        public boolean agrees() {
            return expected.equals(found);
        }

        @Override
        public String toString() {
            return subject + ": " + found + (agrees() ? "" : ", expected " + expected);
        }
    }

    /** Whether all agree. */
    public boolean agrees() {
        return !checks.isEmpty() && checks.stream().allMatch(Check::agrees);
    }

    @Override
    public String toString() {
        return checks.stream().map(Check::toString).collect(Collectors.joining("\n"));
    }
}
