package io.ipdk.p4target.dataplane;

import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.PacketSink;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.TargetListener;
import io.ipdk.p4target.program.Program;
import io.ipdk.p4target.runtime.Environment;
import io.ipdk.p4target.runtime.ForwardingState;
import io.ipdk.p4target.runtime.PacketContext;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A running pipeline: its forwarding state, its counters, meters and registers, and the packet threads that use them.
 * Thread-safe.
 *
 * <p>A packet sees one {@link ForwardingState} from its first to its last step; {@link #publish} swaps it for the packets
 * that come. Packet threads take no lock for it.
 */
public final class P4Dataplane {
    private final P4Pipeline pipeline;
    private final TargetClock clock;
    private final Environment environment;
    private final Digests digests;
    private final IdleTimeouts idleTimeouts;
    private final long began;
    private final AtomicInteger workers = new AtomicInteger();
    private final DropCounters dropped = new DropCounters();
    private volatile ForwardingState state;

    /** Starts a pipeline with nothing but what its source put into its tables. */
    public P4Dataplane(P4Pipeline pipeline, TargetClock clock, TargetListener listener) {
        this.pipeline = pipeline;
        this.clock = clock;
        environment = pipeline.newEnvironment();
        digests = new Digests(listener::digest);
        idleTimeouts = new IdleTimeouts(listener::idleTimeout);
        began = clock.nanoTime();
        state = pipeline.initialState(began);
    }

    public P4Pipeline pipeline() {
        return pipeline;
    }

    public TargetClock clock() {
        return clock;
    }

    public Environment environment() {
        return environment;
    }

    public Digests digests() {
        return digests;
    }

    public IdleTimeouts idleTimeouts() {
        return idleTimeouts;
    }

    /** What packets see now. */
    public ForwardingState state() {
        return state;
    }

    /** Swaps what packets see. Only one thread at a time may do so: the holder of the control plane's lock. */
    public void publish(ForwardingState newState) {
        state = newState;
    }

    /** Something that takes packets through the pipeline; one for each packet thread. */
    public PacketProcessor newProcessor(PacketSink sink) {
        int worker = workers.getAndIncrement();
        return new PacketProcessor(
                pipeline.program().architecture() == Program.Architecture.PSA
                        ? new PsaEngine(this, sink, worker)
                        : new V1ModelEngine(this, sink, worker));
    }

    /** Looks at digests and idle timeouts; called every 10 ms or so, or by whoever moves a virtual clock. */
    public void tick() {
        long now = clock.nanoTime();
        digests.tick(now);
        idleTimeouts.tick(state, now);
    }

    /** Packets that the program dropped. */
    public long drops() {
        return dropped.drops() + dropped.overflows();
    }

    /** Copies dropped because one packet made too many. */
    public long overflows() {
        return dropped.overflows();
    }

    /** The counters behind {@link #drops} and {@link #overflows}, which outlive the pipeline. */
    public DropCounters dropped() {
        return dropped;
    }

    void countDrop() {
        dropped.countDrop();
    }

    void countOverflow() {
        dropped.countOverflow();
    }

    PacketContext newContext(ForwardingState current) {
        return pipeline.newContext(environment, current);
    }

    long packetTime() {
        return pipeline.usesTime() ? clock.nanoTime() : began;
    }

    long micros(long nanos) {
        return (nanos - began) / 1_000;
    }

    int digestLongs() {
        return pipeline.digestLongs();
    }
}
