package io.ipdk.p4target.device;

import io.ipdk.p4target.PacketSink;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.codegen.ProgramCompiler;
import io.ipdk.p4target.control.RefusedException;
import io.ipdk.p4target.control.StatusCode;
import java.util.BitSet;
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
    private final PacketWorker injector;
    private final Object injection = new Object();
    private final BitSet down = new BitSet();
    private volatile @Nullable DeviceProgram running;

    /**
     * @param options ports and translations for every program
     * @param clock of meters, timeouts and timestamps
     * @param injected takes what packets of controllers become; one call at a time, from any thread
     */
    public P4Device(PipelineOptions options, TargetClock clock, PacketSink injected) {
        this.options = options;
        this.clock = clock;
        injector = new PacketWorker(this, injected);
        ProgramCompiler.prepare();
    }

    /**
     * Loads a program beside the one in force, without a trace in the traffic.
     *
     * @throws io.ipdk.p4target.P4LoadException if it cannot be run, or its two parts do not belong together
     */
    public DeviceProgram prepare(P4Info info, byte[] json, ControllerListener listener) {
        return DeviceProgram.load(info, json, options, clock, listener);
    }

    /** Puts a program in force. */
    public synchronized void activate(DeviceProgram program) {
        down.stream().forEach(port -> program.control().setPort(port, false));
        running = program;
    }

    /** Something that takes packets through the device; one for each packet thread. */
    public PacketWorker newWorker(PacketSink sink) {
        return new PacketWorker(this, sink);
    }

    /** Says that a port went up or down; it holds for later programs, too. */
    public synchronized void setPort(int port, boolean up) {
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
        inject(options.cpuPort(), program.encode(packet));
    }

    /** Sends a packet in at a port; what it becomes goes where controllers' packets go. */
    public void inject(int port, byte[] packet) {
        synchronized (injection) {
            injector.process(port, packet, 0, packet.length);
        }
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

    @Nullable
    DeviceProgram running() {
        return running;
    }
}
