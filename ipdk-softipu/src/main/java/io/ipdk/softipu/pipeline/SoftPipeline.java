package io.ipdk.softipu.pipeline;

import io.ipdk.error.ClosedException;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.NotFoundException;
import io.ipdk.error.UnsupportedException;
import io.ipdk.event.IpuEvent;
import io.ipdk.p4target.control.RefusedException;
import io.ipdk.p4target.device.DeviceCounters;
import io.ipdk.p4target.device.DeviceStatus;
import io.ipdk.p4target.device.TracedPacket;
import io.ipdk.p4target.server.ServerCounters;
import io.ipdk.pipeline.Pipeline;
import io.ipdk.pipeline.PipelineCapabilities;
import io.ipdk.pipeline.PipelineDropCause;
import io.ipdk.pipeline.PipelineEndpoint;
import io.ipdk.pipeline.PipelineInfo;
import io.ipdk.pipeline.PipelineMode;
import io.ipdk.pipeline.PipelinePort;
import io.ipdk.pipeline.PipelineStats;
import io.ipdk.pipeline.PipelineTrace;
import io.ipdk.softipu.event.EventStream;
import io.ipdk.softipu.net.PipelineTraffic;
import io.ipdk.softipu.net.SwitchPipeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The pipeline of a software IPU. Thread-safe.
 *
 * <p>The P4Runtime server starts when it is first asked for, or with the IPU if its address was given.
 */
public final class SoftPipeline implements Pipeline, AutoCloseable {
    private final PipelineAddress address;
    private final SwitchPipeline target;
    private final PipelineServer server;
    private final PortDirectory directory;
    private final EventStream events;
    private final Executor executor;
    private final Instant began = Instant.now();
    private final Object changes = new Object();
    private PipelineInfo info;
    private boolean closed;

    /**
     * Makes the pipeline, and opens its server if the address says so.
     *
     * @throws io.ipdk.error.HostException the address cannot be had
     */
    public SoftPipeline(
            PipelineAddress address,
            SwitchPipeline target,
            PortDirectory directory,
            EventStream events,
            Executor executor) {
        this.address = address;
        this.target = target;
        this.directory = directory;
        this.events = events;
        this.executor = executor;
        server = new PipelineServer(address, target.device());
        info = new PipelineInfo(withoutProgram(), 0, "", "", 0, began);
        target.device().observe(this::changed);
        if (address.atOnce()) {
            server.endpoint();
        }
    }

    /** What the target can do. */
    public PipelineCapabilities capabilities() {
        // One of the numbers up to the last stands for the controller.
        return new PipelineCapabilities(
                true, Set.of("v1model", "psa"), PipelineAddress.LAST_PORT - 1, address.cpuPort());
    }

    private PipelineMode withoutProgram() {
        return target.isClosedBefore() ? PipelineMode.CLOSED : PipelineMode.SWITCH;
    }

    private void changed(DeviceStatus status) {
        synchronized (changes) {
            if (status.version() <= info.version()) {
                return;
            }
            info = new PipelineInfo(
                    PipelineMode.PROGRAM,
                    status.version(),
                    status.program(),
                    status.architecture(),
                    status.cookie(),
                    Instant.now());
            changes.notifyAll();
        }
        events.publish(
                (sequence, at) -> new IpuEvent.PipelineChanged(sequence, at, status.version(), status.program()));
    }

    @Override
    public PipelineEndpoint endpoint() {
        return server.endpoint();
    }

    @Override
    public PipelineInfo info() {
        synchronized (changes) {
            return info;
        }
    }

    @Override
    public int cpuPort() {
        return address.cpuPort();
    }

    @Override
    public List<PipelinePort> ports() {
        return directory.ports().stream()
                .sorted(Comparator.comparingInt(PipelinePort::number))
                .toList();
    }

    @Override
    public int portNumber(String port) {
        return directory.ports().stream()
                .filter(each -> each.port().equals(port))
                .findFirst()
                .orElseThrow(() -> new NotFoundException(
                        "there is no port '" + port + "' in the pipeline", "plug it; ports() lists those there are"))
                .number();
    }

    @Override
    public PipelineStats stats() {
        PipelineTraffic traffic = target.traffic();
        DeviceCounters device = target.device().counters();
        ServerCounters controllers = server.counters();
        Map<PipelineDropCause, Long> drops = new EnumMap<>(PipelineDropCause.class);
        drops.put(PipelineDropCause.BY_PROGRAM, device.drops());
        drops.put(PipelineDropCause.TOO_MANY_COPIES, device.overflows());
        drops.put(PipelineDropCause.UNKNOWN_PORT, traffic.unknownPort());
        drops.put(PipelineDropCause.BAD_LENGTH, traffic.badLength());
        drops.put(PipelineDropCause.CONTROLLER_TOO_FAST, traffic.controllerTooFast());
        drops.put(PipelineDropCause.CONTROLLER_TOO_SLOW, controllers.droppedNotices());
        drops.put(PipelineDropCause.REFUSED, controllers.refusedPacketOuts());
        drops.put(PipelineDropCause.TARGET_FAULT, traffic.targetFaults());
        drops.values().removeIf(count -> count == 0);
        return new PipelineStats(
                began,
                Instant.now(),
                traffic.packetsFromPorts(),
                traffic.bytesFromPorts(),
                traffic.packetsToPorts(),
                traffic.bytesToPorts(),
                device.packetIns(),
                device.packetOuts(),
                drops);
    }

    @Override
    public PipelineTrace trace(String port, byte[] frame) {
        int number = portNumber(port);
        try {
            TracedPacket traced = target.device().trace(number, frame.clone());
            return new PipelineTrace(traced.ports(), traced.text(), traced.json());
        } catch (RefusedException noProgram) {
            throw new UnsupportedException(
                    "the pipeline has no program to trace a packet in", "push one first", noProgram);
        }
    }

    @Override
    public PipelineInfo awaitProgram(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            synchronized (changes) {
                while (!info.isProgrammed()) {
                    long left = deadline - System.nanoTime();
                    requireOpen();
                    if (left <= 0) {
                        throw new DeadlineExceededException(
                                "no program was pushed within " + timeout, "push one to " + describeServer());
                    }
                    // Rounded up, so that the last millisecond is waited for, too.
                    changes.wait(left / 1_000_000 + 1);
                }
                return info;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadlineExceededException("the wait for a program was interrupted", "ask again", e);
        }
    }

    private void requireOpen() {
        synchronized (changes) {
            if (closed) {
                throw new ClosedException("the IPU was closed", "open it again");
            }
        }
    }

    private String describeServer() {
        return server.isOpen() ? server.endpoint().toString() : "what endpoint() answers";
    }

    @Override
    public CompletableFuture<PipelineInfo> awaitProgramAsync(Duration timeout) {
        return CompletableFuture.supplyAsync(() -> awaitProgram(timeout), executor);
    }

    /** Ends the server, and those who wait. Idempotent, bounded in time. */
    @Override
    public void close() {
        synchronized (changes) {
            closed = true;
            changes.notifyAll();
        }
        server.close();
    }

    @Override
    public String toString() {
        return "pipeline " + info();
    }
}
