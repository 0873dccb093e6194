package io.ipdk.pipeline;

/**
 * Why a pipeline did not pass a packet on. What happens to a packet after that, at the port it was sent to, is counted by the
 * port.
 */
public enum PipelineDropCause {
    /** The program said so. */
    BY_PROGRAM,
    /** One packet has made more copies than the pipeline allows (clones, replicas, recirculations). */
    TOO_MANY_COPIES,
    /** The program sent it to a number that no attached port has. */
    UNKNOWN_PORT,
    /** It left the program shorter than an Ethernet header, or longer than the longest frame. */
    BAD_LENGTH,
    /** A controller sent more than the ports' thread has taken so far. */
    CONTROLLER_TOO_FAST,
    /** For controllers: they read too slowly. Digests and idle notices that were lost that way are counted here, too. */
    CONTROLLER_TOO_SLOW,
    /** From a controller: it is not the primary, or the packet's metadata are not P4Info's. */
    REFUSED,
    /** The target itself has failed on it; the log tells how. */
    TARGET_FAULT
}
