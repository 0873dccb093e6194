package io.ipdk.pipeline;

import java.util.Set;

/**
 * What kind of pipeline this IPU has.
 *
 * <p>Immutable.
 *
 * @param supported whether there is one that can be programmed; if not, all else is empty or 0
 * @param architectures the P4 architectures of programs that it takes
 * @param maxPorts how many ports can have a number at the same time
 * @param cpuPort the number of the port that stands for the controller
 */
public record PipelineCapabilities(boolean supported, Set<String> architectures, int maxPorts, int cpuPort) {

    private static final PipelineCapabilities NONE = new PipelineCapabilities(false, Set.of(), 0, 0);

    public PipelineCapabilities {
        architectures = Set.copyOf(architectures);
    }

    /** Of an IPU without a programmable pipeline. */
    public static PipelineCapabilities none() {
        return NONE;
    }
}
