package io.ipdk.softipu.net;

import io.ipdk.virtio.agent.PollAgent;
import io.ipdk.virtio.net.FrameBurst;
import io.ipdk.virtio.net.FrameSink;
import io.ipdk.virtio.net.NetFrame;
import io.ipdk.virtio.net.VirtioNetDevice;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duty cycle of the switch: takes a burst from each port in turn and brings each frame to where it goes, as the learning
 * bridge says, or the pipeline's program once there is one.
 *
 * <p>A port may cause only so much work a turn, counted in the bytes that are copied for it, a flooded frame once for each
 * receiver. What it causes beyond that it pays back by sitting out turns, so that no port slows the others more than its
 * share, whatever it sends.
 *
 * <p>Confined to the thread that polls, but for {@link #setPorts} and {@link #adopted}.
 */
final class SwitchAgent implements PollAgent, FrameSink {
    /** What a port may cause a turn. */
    static final int TURN_BYTES = 128 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(SwitchAgent.class);

    private final String name;
    private final FrameBurst burst;
    private final Deliveries deliveries = new Deliveries();
    private final LearningForwarding learning;
    private final @Nullable SwitchPipeline pipeline;
    private final @Nullable PipelineForwarding programmed;

    private volatile SwitchPort[] wanted = {};
    private volatile SwitchPort[] ports = {};

    private int firstPort;
    private long now;

    // What decides in this turn, null if nothing passes, and the port being polled.
    private @Nullable Forwarding forwarding;
    private @Nullable SwitchPort source;

    SwitchAgent(String name, FrameBurst burst, long seed) {
        this(name, burst, seed, null);
    }

    SwitchAgent(String name, FrameBurst burst, long seed, @Nullable SwitchPipeline pipeline) {
        this.name = name;
        this.burst = burst;
        this.learning = new LearningForwarding(seed);
        this.pipeline = pipeline;
        this.programmed = pipeline == null ? null : new PipelineForwarding(pipeline);
    }

    @Override
    public String name() {
        return name;
    }

    /** Hands over another list of ports, to be used from the next turn on. Called by one control thread at a time. */
    void setPorts(SwitchPort[] next) {
        wanted = next;
    }

    /** The ports in use: once this is the list handed over, ports that are not in it are not touched any more. */
    SwitchPort[] adopted() {
        return ports;
    }

    @Override
    public int doWork(long nowNanos) {
        now = nowNanos;
        deliveries.begin(nowNanos);
        SwitchPort[] current = adopt();
        forwarding = chooseForwarding();
        int work = programmed == null ? 0 : programmed.turn(deliveries);
        int count = current.length;
        for (int i = 0; i < count; i++) {
            int index = firstPort + i;
            work += poll(current[index < count ? index : index - count]);
        }
        firstPort = firstPort + 1 < count ? firstPort + 1 : 0;
        learning.turn(deliveries);
        return work;
    }

    private @Nullable Forwarding chooseForwarding() {
        SwitchPipeline target = pipeline;
        if (target == null) {
            return learning;
        }
        if (target.device().hasProgram()) {
            return programmed;
        }
        return target.isClosedBefore() ? null : learning;
    }

    private SwitchPort[] adopt() {
        SwitchPort[] next = wanted;
        SwitchPort[] before = ports;
        if (next != before) {
            learning.adopt(before, next);
            if (programmed != null) {
                programmed.adopt(before, next);
            }
            deliveries.adopt(next.length);
            firstPort = 0;
            ports = next;
        }
        return next;
    }

    private int poll(SwitchPort port) {
        port.credit = Math.min(TURN_BYTES, port.credit + TURN_BYTES);
        if (port.credit <= 0) {
            // Counts as work: the switch must not fall asleep over a port that is paying back.
            return 1;
        }
        source = port;
        deliveries.resetCost();
        int frames;
        try {
            frames = port.device.pollTransmit(burst, this, burst.capacity(), (int) port.credit, now);
        } finally {
            port.credit -= deliveries.cost();
            deliveries.flush();
        }
        return frames;
    }

    @Override
    public boolean frame(NetFrame frame) {
        SwitchPort from = source;
        Forwarding through = forwarding;
        return from != null && through != null && through.frame(frame, from, deliveries);
    }

    @Override
    public boolean arm() {
        boolean busy = wanted != ports
                || (pipeline != null && !pipeline.fromControllers().isEmpty());
        for (SwitchPort port : ports) {
            busy |= port.device.arm();
        }
        return busy;
    }

    @Override
    public void disarm() {
        for (SwitchPort port : ports) {
            port.device.disarm();
        }
    }

    @Override
    public long deadlineNanos() {
        long first = NO_DEADLINE;
        for (SwitchPort port : ports) {
            long due = port.device.deadlineNanos(now);
            // Moments wrap around; only differences from now can be compared.
            if (due != NO_DEADLINE && (first == NO_DEADLINE || due - now < first - now)) {
                first = due;
            }
        }
        return first;
    }

    @Override
    public void onFault(Throwable fault) {
        boolean explained = false;
        for (SwitchPort port : ports) {
            explained |= port.device.memoryFault(fault);
        }
        if (!explained) {
            LOG.error("switch {}: a turn failed; its frames are lost, the ports go on", name, fault);
        }
    }

    VirtioNetDevice[] devices() {
        SwitchPort[] all = wanted;
        VirtioNetDevice[] devices = new VirtioNetDevice[all.length];
        for (int i = 0; i < all.length; i++) {
            devices[i] = all[i].device;
        }
        return devices;
    }
}
