package io.ipdk.pipeline;

/** What decides where the frames of ports go. */
public enum PipelineMode {
    /** No program was pushed: ports meet on a learning switch. */
    SWITCH,
    /** No program was pushed, and the IPU was opened so that nothing passes before one is. */
    CLOSED,
    /** The program that a controller has pushed. */
    PROGRAM
}
