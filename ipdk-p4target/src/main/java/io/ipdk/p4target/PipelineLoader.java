package io.ipdk.p4target;

import org.p4.config.v1.P4Info;

/**
 * Makes pipelines of the programs that controllers push: {@link P4Pipeline#load}, or something that keeps those it has made.
 * Thread-safe.
 */
@FunctionalInterface
public interface PipelineLoader {
    /**
     * A pipeline that runs a program. Devices may share it: their state is their own.
     *
     * @throws P4LoadException if it cannot be run, or its two parts do not belong together
     */
    P4Pipeline load(P4Info info, byte[] json, PipelineOptions options);
}
