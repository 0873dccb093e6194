package io.ipdk.pipeline;

import java.util.List;

/**
 * What became of one packet, step by step.
 *
 * <p>Immutable.
 *
 * @param ports the numbers of the ports that it and its copies would have left through, in that order
 * @param text for people: parser states, tables with the entry that was hit, actions, why it was dropped; a step a line
 * @param json the same for programs: an array of objects with {@code kind}, {@code name} and, where there is one,
 *     {@code detail}
 */
public record PipelineTrace(List<Integer> ports, String text, String json) {

    public PipelineTrace {
        ports = List.copyOf(ports);
    }
}
