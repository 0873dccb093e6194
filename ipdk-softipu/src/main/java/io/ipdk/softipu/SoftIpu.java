package io.ipdk.softipu;

import io.ipdk.Capabilities;
import io.ipdk.Ipu;
import io.ipdk.disk.VirtualDisks;
import io.ipdk.error.ClosedException;
import io.ipdk.event.IpuEvent;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.pipeline.Pipeline;
import io.ipdk.port.VirtualPorts;
import io.ipdk.softipu.bus.BusEvent;
import io.ipdk.softipu.bus.HostBus;
import io.ipdk.softipu.bus.HostBuses;
import io.ipdk.softipu.bus.SocketsBus;
import io.ipdk.softipu.device.DeviceContext;
import io.ipdk.softipu.device.DeviceName;
import io.ipdk.softipu.device.DeviceSockets;
import io.ipdk.softipu.disk.DiskService;
import io.ipdk.softipu.disk.SoftDisks;
import io.ipdk.softipu.event.EventStream;
import io.ipdk.softipu.journal.Intent;
import io.ipdk.softipu.journal.IntentJournal;
import io.ipdk.softipu.journal.IpuIdentity;
import io.ipdk.softipu.journal.PortNumbers;
import io.ipdk.softipu.journal.StateDirectory;
import io.ipdk.softipu.net.SwitchPipeline;
import io.ipdk.softipu.pipeline.PipelineAddress;
import io.ipdk.softipu.pipeline.SoftPipeline;
import io.ipdk.softipu.port.PortService;
import io.ipdk.softipu.port.SoftPorts;
import io.ipdk.softipu.qemu.QemuBus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The software IPU: joins journal, host bus, ports and disks.
 *
 * <p>Thread-safe.
 */
final class SoftIpu implements Ipu {

    private static final Duration ATTACH_TIMEOUT = Duration.ofSeconds(30);

    private final URI uri;
    private final StateDirectory state;
    private final HostBuses buses;
    private final ExecutorService executor = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "ipdk-async");
        thread.setDaemon(true);
        return thread;
    });
    private final EventStream events = new EventStream(executor, Clock.systemUTC());
    private final PortService portService;
    private final SoftPorts ports;
    private final SoftDisks disks;
    private final SoftPipeline pipeline;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SoftIpu(URI uri, StateDirectory state, HostBuses buses, PipelineAddress address) {
        this.uri = uri;
        this.state = state;
        this.buses = buses;
        IntentJournal journal = new IntentJournal(state);
        DeviceContext context = new DeviceContext(buses, journal, events, executor, this::capabilities, ATTACH_TIMEOUT);
        SwitchPipeline target = new SwitchPipeline(
                PipelineOptions.defaults().withCpuPort(address.cpuPort()),
                TargetClock.system(),
                address.closedBefore());
        PortNumbers numbers = PortNumbers.of(state, PipelineAddress.LAST_PORT, address.cpuPort());
        portService = new PortService(
                new DeviceSockets(state.path()), buses, IpuIdentity.of(state), numbers, target, executor);
        ports = new SoftPorts(context, portService);
        disks = new SoftDisks(context, new DiskService(new DeviceSockets(state.path()), buses));
        pipeline = openPipeline(address, target);
        resume(journal.read());
        buses.all().forEach((host, bus) -> bus.addListener(event -> onBusEvent(host, event)));
    }

    private SoftPipeline openPipeline(PipelineAddress address, SwitchPipeline target) {
        try {
            return new SoftPipeline(address, target, ports::pipelinePorts, events, executor);
        } catch (RuntimeException e) {
            portService.close();
            throw e;
        }
    }

    static SoftIpu open(URI uri) {
        SoftIpuAddress address = SoftIpuAddress.parse(uri);
        Path directory = address.stateDirectory();
        StateDirectory state = directory == null ? StateDirectory.temporary() : StateDirectory.open(directory);
        try {
            HostBuses buses = openBuses(address);
            try {
                return new SoftIpu(uri, state, buses, address.pipeline());
            } catch (RuntimeException e) {
                buses.close();
                throw e;
            }
        } catch (RuntimeException e) {
            state.close();
            throw e;
        }
    }

    private static HostBuses openBuses(SoftIpuAddress address) {
        if (address.bus() == SoftIpuAddress.Bus.SOCKETS) {
            return new HostBuses(Map.of(SoftIpuAddress.ONLY_HOST, new SocketsBus()));
        }
        Map<String, HostBus> buses = new LinkedHashMap<>();
        try {
            address.qmp().forEach((host, socket) -> buses.put(host, QemuBus.open(socket)));
        } catch (RuntimeException e) {
            buses.values().forEach(HostBus::close);
            throw e;
        }
        return new HostBuses(buses);
    }

    private void resume(List<Intent> intents) {
        for (Intent intent : intents) {
            switch (intent.kind()) {
                case PORT -> ports.resume(intent);
                case DISK -> disks.resume(intent);
            }
        }
    }

    private void onBusEvent(String host, BusEvent event) {
        if (event instanceof BusEvent.HostGone gone) {
            events.publish((sequence, at) -> new IpuEvent.HostLost(sequence, at, host, gone.reason()));
        } else if (event instanceof BusEvent.HostBack) {
            inBackground(() -> {
                ports.reattachAll();
                disks.reattachAll();
                events.publish((sequence, at) -> new IpuEvent.HostFound(sequence, at, host));
            });
        } else if (event instanceof BusEvent.DeviceGone gone) {
            inBackground(() -> {
                ports.hostGaveUp(gone.id());
                disks.hostGaveUp(gone.id());
            });
        }
    }

    private void inBackground(Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException closing) {
            // The IPU is being closed; what the host does now is read back when it is opened again.
        }
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public Capabilities capabilities() {
        requireOpen();
        return new Capabilities(
                buses.hosts(),
                DeviceName.MAX_LENGTH,
                portService.capabilities(),
                DiskService.capabilities(),
                pipeline.capabilities());
    }

    @Override
    public VirtualPorts ports() {
        requireOpen();
        return ports;
    }

    @Override
    public VirtualDisks disks() {
        requireOpen();
        return disks;
    }

    @Override
    public Pipeline pipeline() {
        requireOpen();
        return pipeline;
    }

    @Override
    public Flow.Publisher<IpuEvent> events() {
        return events;
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new ClosedException(uri + " is closed", "open it again");
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            // The buses first: they end whoever waits for the host.
            buses.close();
            pipeline.close();
            ports.closeAll();
            disks.closeAll();
            portService.close();
            events.close();
            executor.shutdown();
            state.close();
        }
    }

    @Override
    public String toString() {
        return "Ipu[" + uri + "]";
    }
}
