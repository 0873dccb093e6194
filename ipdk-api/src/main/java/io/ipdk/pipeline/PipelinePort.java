package io.ipdk.pipeline;

import java.util.Objects;

/**
 * A virtual port as programs and controllers know it.
 *
 * <p>Immutable.
 *
 * @param port the port's name
 * @param number its number in the pipeline, the same for the same name for as long as the IPU's state lives
 * @param attached whether its frames go through the pipeline; otherwise the application has them
 * @param up whether the pipeline takes it for up: attached, its admin state up, and the host's driver ready
 */
public record PipelinePort(String port, int number, boolean attached, boolean up) {

    public PipelinePort {
        Objects.requireNonNull(port, "port");
    }
}
