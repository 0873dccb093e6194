package io.ipdk.softipu.net;

import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.device.P4Device;

/**
 * The P4 device that takes the place of a learning switch as soon as it has a program.
 *
 * <p>Thread-safe.
 */
public final class SwitchPipeline {
    /** One more than the highest number of a port: v1model has nine bits for it. */
    public static final int PORT_NUMBERS = 512;

    private final P4Device device;
    private final BurstClock clock;
    private final boolean closedBefore;
    private final PipelineCounters counters = new PipelineCounters();
    private final ControllerPackets fromControllers = new ControllerPackets(counters);

    /**
     * Makes a device without a program.
     *
     * @param clock of meters, timeouts and timestamps; packets of one burst see one moment of it
     * @param closedBefore whether nothing passes before the first program; otherwise ports meet on the learning switch
     */
    public SwitchPipeline(PipelineOptions options, TargetClock clock, boolean closedBefore) {
        this.closedBefore = closedBefore;
        this.clock = new BurstClock(clock);
        device = new P4Device(options, this.clock, fromControllers);
    }

    /** The device, for a P4Runtime server, and to be told which ports are up. */
    public P4Device device() {
        return device;
    }

    /** Whether nothing passes before the first program. */
    public boolean isClosedBefore() {
        return closedBefore;
    }

    /** What has passed between it and the ports. */
    public PipelineTraffic traffic() {
        return counters.read();
    }

    BurstClock clock() {
        return clock;
    }

    PipelineCounters counters() {
        return counters;
    }

    ControllerPackets fromControllers() {
        return fromControllers;
    }

    @Override
    public String toString() {
        return "pipeline with " + device.status();
    }
}
