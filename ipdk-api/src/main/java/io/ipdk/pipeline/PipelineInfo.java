package io.ipdk.pipeline;

import java.time.Instant;
import java.util.Objects;

/**
 * What a pipeline runs just now.
 *
 * <p>Immutable.
 *
 * @param mode what decides where frames go
 * @param version how many programs were put in force so far; 0 before the first
 * @param program the program's name, from P4Info or from its source file; empty without a program
 * @param architecture the P4 architecture it was written for, such as {@code v1model}; empty without a program
 * @param cookie the number the controller gave with the program, as P4Runtime's {@code Cookie}; 0 if it gave none
 * @param since when this began
 */
public record PipelineInfo(
        PipelineMode mode, long version, String program, String architecture, long cookie, Instant since) {

    public PipelineInfo {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(program, "program");
        Objects.requireNonNull(architecture, "architecture");
        Objects.requireNonNull(since, "since");
    }

    /** Whether a program decides. */
    public boolean isProgrammed() {
        return mode == PipelineMode.PROGRAM;
    }
}
