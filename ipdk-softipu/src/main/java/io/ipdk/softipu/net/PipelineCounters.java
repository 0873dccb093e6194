package io.ipdk.softipu.net;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What has passed between ports and the pipeline.
 *
 * <p>Written by the thread of the switch, but for {@link #controllerTooFast}, which any thread counts; read by any thread:
 * opaque stores cost no more than plain ones, and no reading tears.
 */
final class PipelineCounters {
    private final AtomicLong packetsFromPorts = new AtomicLong();
    private final AtomicLong bytesFromPorts = new AtomicLong();
    private final AtomicLong packetsToPorts = new AtomicLong();
    private final AtomicLong bytesToPorts = new AtomicLong();
    private final AtomicLong unknownPort = new AtomicLong();
    private final AtomicLong badLength = new AtomicLong();
    private final AtomicLong targetFaults = new AtomicLong();
    private final LongAdder controllerTooFast = new LongAdder();

    private static void add(AtomicLong counter, long amount) {
        counter.setOpaque(counter.getPlain() + amount);
    }

    void fromPort(int bytes) {
        add(packetsFromPorts, 1);
        add(bytesFromPorts, bytes);
    }

    void toPort(int bytes) {
        add(packetsToPorts, 1);
        add(bytesToPorts, bytes);
    }

    void unknownPort() {
        add(unknownPort, 1);
    }

    void badLength() {
        add(badLength, 1);
    }

    void targetFault() {
        add(targetFaults, 1);
    }

    void controllerTooFast() {
        controllerTooFast.increment();
    }

    PipelineTraffic read() {
        return new PipelineTraffic(
                packetsFromPorts.getOpaque(),
                bytesFromPorts.getOpaque(),
                packetsToPorts.getOpaque(),
                bytesToPorts.getOpaque(),
                unknownPort.getOpaque(),
                badLength.getOpaque(),
                targetFaults.getOpaque(),
                controllerTooFast.sum());
    }
}
