package io.ipdk.p4target.device;

import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.PacketSink;
import io.ipdk.p4target.PipelineLoader;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.codegen.ProgramCompiler;
import io.ipdk.p4target.control.RefusedException;
import io.ipdk.p4target.control.StatusCode;
import io.ipdk.p4target.dataplane.DropCounters;
import io.ipdk.p4target.dataplane.P4Dataplane;
import io.ipdk.p4target.dataplane.PacketTrace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.P4Info;
import org.p4.v1.PacketOut;

/**
 * A device that runs one P4 program at a time, and takes another while packets flow: each packet meets one of them from its
 * first to its last step.
 *
 * <p>Thread-safe. Packet threads each have a {@link PacketWorker}; packets of controllers have one of their own, which uses the
 * sink given here.
 */
public final class P4Device {
    private final PipelineOptions options;
    private final TargetClock clock;
    private final PipelineLoader loader;
    private final PacketWorker injector;
    private final Object injection = new Object();
    private final BitSet down = new BitSet();
    private final LongAdder packetIns = new LongAdder();
    private final LongAdder packetOuts = new LongAdder();
    private volatile @Nullable DeviceProgram running;
    private volatile DeviceStatus status = DeviceStatus.NO_PROGRAM;
    private volatile Consumer<DeviceStatus> observer = status -> {};

    // Of programs that are gone: the last one may still have a packet under way, so it is summed up one program later.
    private @Nullable DropCounters before;
    private long earlierDrops;
    private long earlierOverflows;

    /**
     * @param options ports and translations for every program
     * @param clock of meters, timeouts and timestamps
     * @param injected takes what packets of controllers become; one call at a time, from any thread
     */
    public P4Device(PipelineOptions options, TargetClock clock, PacketSink injected) {
        this(options, clock, injected, P4Pipeline::load);
    }

    /**
     * As the other, with another way to come by pipelines.
     *
     * @param loader asked for each program that a controller verifies or commits
     */
    public P4Device(PipelineOptions options, TargetClock clock, PacketSink injected, PipelineLoader loader) {
        this.options = options;
        this.clock = clock;
        this.loader = loader;
        injector = new PacketWorker(this, injected);
        ProgramCompiler.prepare();
    }

    /**
     * Loads a program beside the one in force, without a trace in the traffic.
     *
     * @throws io.ipdk.p4target.P4LoadException if it cannot be run, or its two parts do not belong together
     */
    public DeviceProgram prepare(P4Info info, byte[] json, ControllerListener listener) {
        return new DeviceProgram(loader.load(info, json, options), clock, listener);
    }

    /** Puts a program in force. */
    public void activate(DeviceProgram program) {
        activate(program, 0);
    }

    /** Puts a program in force, with the number its controller knows it by. */
    public void activate(DeviceProgram program, long cookie) {
        DeviceStatus next;
        synchronized (this) {
            down.stream().forEach(port -> program.control().setPort(port, false));
            retireDrops();
            next = program.status(status.version() + 1, cookie);
            running = program;
            status = next;
        }
        observer.accept(next);
    }

    private void retireDrops() {
        DropCounters gone = before;
        if (gone != null) {
            earlierDrops += gone.drops();
            earlierOverflows += gone.overflows();
        }
        DeviceProgram last = running;
        before = last == null ? null : last.dataplane().dropped();
    }

    /** Names who is told of each program that is put in force, on the thread that does it; must not block. */
    public void observe(Consumer<DeviceStatus> changes) {
        observer = changes;
    }

    /** What it runs. */
    public DeviceStatus status() {
        return status;
    }

    /** Whether it runs a program; one volatile read, for packet threads. */
    public boolean hasProgram() {
        return running != null;
    }

    /** What it has done with packets. */
    public synchronized DeviceCounters counters() {
        long drops = earlierDrops;
        long overflows = earlierOverflows;
        DropCounters gone = before;
        if (gone != null) {
            drops += gone.drops();
            overflows += gone.overflows();
        }
        DeviceProgram program = running;
        if (program != null) {
            DropCounters now = program.dataplane().dropped();
            drops += now.drops();
            overflows += now.overflows();
        }
        return new DeviceCounters(drops, overflows, packetIns.sum(), packetOuts.sum());
    }

    /** Something that takes packets through the device; one for each packet thread. */
    public PacketWorker newWorker(PacketSink sink) {
        return new PacketWorker(this, sink);
    }

    /** Says that a port went up or down; it holds for later programs, too. */
    public synchronized void setPort(int port, boolean up) {
        if (down.get(port) != up) {
            return;
        }
        down.set(port, !up);
        DeviceProgram program = running;
        if (program != null) {
            program.control().setPort(port, up);
        }
    }

    /**
     * Sends a controller's packet.
     *
     * @throws RefusedException FAILED_PRECONDITION if there is no program, INVALID_ARGUMENT if metadata are not P4Info's
     */
    public void packetOut(PacketOut packet) {
        DeviceProgram program = running;
        if (program == null) {
            throw new RefusedException(StatusCode.FAILED_PRECONDITION, "the device has no program");
        }
        byte[] bytes = program.encode(packet);
        packetOuts.increment();
        inject(options.cpuPort(), bytes);
    }

    /** Sends a packet in at a port; what it becomes goes where controllers' packets go. */
    public void inject(int port, byte[] packet) {
        synchronized (injection) {
            injector.process(port, packet, 0, packet.length);
        }
    }

    /**
     * Takes a packet through the program as though it came in at a port, without sending what becomes of it; counters and the
     * like change all the same.
     *
     * @throws RefusedException FAILED_PRECONDITION if there is no program
     */
    public TracedPacket trace(int port, byte[] packet) {
        DeviceProgram program = running;
        if (program == null) {
            throw new RefusedException(StatusCode.FAILED_PRECONDITION, "the device has no program");
        }
        P4Dataplane dataplane = program.dataplane();
        PacketTrace trace = new PacketTrace(dataplane.pipeline());
        List<Integer> ports = new ArrayList<>();
        dataplane
                .newProcessor((out, bytes, offset, length) -> ports.add(out))
                .process(port, packet, 0, packet.length, trace);
        return new TracedPacket(ports, trace.text(), trace.json());
    }

    /** Sends digests and notices that are due; to be called every few milliseconds, or when a virtual clock has moved. */
    public void tick() {
        DeviceProgram program = running;
        if (program != null) {
            program.dataplane().tick();
        }
    }

    /** The port that stands for the controller. */
    public int cpuPort() {
        return options.cpuPort();
    }

    void countPacketIn() {
        packetIns.increment();
    }

    @Nullable
    DeviceProgram running() {
        return running;
    }
}
