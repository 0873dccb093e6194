package io.ipdk.softipu.pipeline;

import io.ipdk.pipeline.PipelinePort;
import java.util.List;

/** Tells the pipeline which ports there are. Thread-safe. */
@FunctionalInterface
public interface PortDirectory {
    /** The plugged ports, in any order. */
    List<PipelinePort> ports();
}
