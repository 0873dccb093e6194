package io.ipdk.pipeline;

import java.time.Instant;
import java.util.Map;

/**
 * What a pipeline has carried since {@code since}, whatever programs it ran. Counters are 64-bit and only grow. One packet in may be none,
 * one or many out. Bytes are those of the Ethernet frames without preamble and checksum.
 *
 * <p>Immutable.
 *
 * @param since when the counters were zero
 * @param at when they were read
 * @param packetsFromPorts packets from ports that a program got; a segmentation offload counts as the packets it stands for
 * @param packetsToPorts packets that the program sent to attached ports; whether a port took one is in the port's statistics
 * @param packetsToController packets that left through the CPU port
 * @param packetsFromController packets that a controller sent
 * @param drops packets not passed on, by cause; causes that never happened are absent
 */
public record PipelineStats(
        Instant since,
        Instant at,
        long packetsFromPorts,
        long bytesFromPorts,
        long packetsToPorts,
        long bytesToPorts,
        long packetsToController,
        long packetsFromController,
        Map<PipelineDropCause, Long> drops) {

    public PipelineStats {
        drops = Map.copyOf(drops);
    }

    public long drops(PipelineDropCause cause) {
        return drops.getOrDefault(cause, 0L);
    }
}
