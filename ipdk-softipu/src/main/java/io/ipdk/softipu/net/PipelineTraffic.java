package io.ipdk.softipu.net;

/**
 * What has passed between ports and the pipeline, as it was read.
 *
 * <p>Immutable.
 *
 * @param unknownPort packets sent to a number that no attached port has
 * @param badLength packets that left the program too short or too long for a frame
 * @param targetFaults packets lost because the target failed on them
 * @param controllerTooFast packets of controllers for which there was no room
 */
public record PipelineTraffic(
        long packetsFromPorts,
        long bytesFromPorts,
        long packetsToPorts,
        long bytesToPorts,
        long unknownPort,
        long badLength,
        long targetFaults,
        long controllerTooFast) {}
