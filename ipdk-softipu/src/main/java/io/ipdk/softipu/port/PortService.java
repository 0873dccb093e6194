package io.ipdk.softipu.port;

import io.ipdk.Capabilities;
import io.ipdk.device.DeviceKind;
import io.ipdk.device.FieldDifference;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.port.PortCapabilities;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.softipu.bus.BusInfo;
import io.ipdk.softipu.bus.HostBus;
import io.ipdk.softipu.bus.HostBuses;
import io.ipdk.softipu.device.DeviceName;
import io.ipdk.softipu.device.DeviceService;
import io.ipdk.softipu.device.DeviceSockets;
import io.ipdk.softipu.device.ServedDevice;
import io.ipdk.softipu.journal.IpuIdentity;
import io.ipdk.softipu.journal.PortNumbers;
import io.ipdk.softipu.journal.PortSpecCodec;
import io.ipdk.softipu.journal.SpecCodec;
import io.ipdk.softipu.net.LearningSwitch;
import io.ipdk.softipu.net.SwitchPipeline;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** What ports do their own way, and the switch they meet on. Thread-safe. */
public final class PortService implements DeviceService<VirtualPortSpec, ServedPort>, AutoCloseable {

    private static final int MAX_QUEUE_PAIRS = 16;
    private static final Set<String> ALWAYS_LIVE = Set.of("rateLimit", "adminState", "antiSpoofing", "attachment");
    private static final Set<String> TOLD_BY_THE_BUS = Set.of("mac", "mtu", "linkSpeed");

    private final DeviceSockets sockets;
    private final HostBuses buses;
    private final IpuIdentity identity;
    private final PortNumbers numbers;
    private final LearningSwitch ports;
    private final TargetLinks links;
    private final SpecCodec<VirtualPortSpec> codec = new PortSpecCodec();

    /**
     * Starts the switch.
     *
     * @param numbers the ports' numbers in the pipeline
     * @param executor for what must not wait on a thread of a port
     */
    public PortService(
            DeviceSockets sockets,
            HostBuses buses,
            IpuIdentity identity,
            PortNumbers numbers,
            SwitchPipeline pipeline,
            Executor executor) {
        this.sockets = sockets;
        this.buses = buses;
        this.identity = identity;
        this.numbers = numbers;
        ports = LearningSwitch.start("switch", pipeline);
        links = new TargetLinks(pipeline, executor);
    }

    /** What ports this software IPU can plug. */
    public PortCapabilities capabilities() {
        boolean told = buses.all().values().stream().map(HostBus::info).anyMatch(BusInfo::setsLinkSpeed);
        return new PortCapabilities(MAX_QUEUE_PAIRS, 68, 65535, told, ALWAYS_LIVE, told ? TOLD_BY_THE_BUS : Set.of());
    }

    @Override
    public DeviceKind kind() {
        return DeviceKind.PORT;
    }

    @Override
    public SpecCodec<VirtualPortSpec> codec() {
        return codec;
    }

    @Override
    public String host(VirtualPortSpec spec) {
        return spec.host();
    }

    @Override
    public void validate(String name, VirtualPortSpec spec, Capabilities capabilities) {
        sockets.requireFits(kind(), name);
        int most = capabilities.ports().maxQueuePairs();
        if (spec.queuePairs() > most) {
            throw new InvalidSpecException("queuePairs", spec.queuePairs(), "1–" + most);
        }
    }

    @Override
    public List<String> problems(VirtualPortSpec spec) {
        return List.of();
    }

    @Override
    public List<String> disruption(VirtualPortSpec present, List<FieldDifference> differences) {
        if (!buses.bus(present.host()).info().setsLinkSpeed()) {
            return List.of();
        }
        return differences.stream()
                .map(FieldDifference::field)
                .filter(TOLD_BY_THE_BUS::contains)
                .map(field -> "the host reads " + field + " only once: its interface goes away and comes back")
                .toList();
    }

    @Override
    public boolean survivesRestart(VirtualPortSpec spec) {
        return true;
    }

    @Override
    public ServedPort serve(String name, VirtualPortSpec spec, ServedDevice.Listener listener) {
        HostBus bus = buses.bus(spec.host());
        int number = numbers.assign(name);
        try {
            return new ServedPort(
                    DeviceName.busId(kind(), name),
                    sockets.path(kind(), name),
                    spec,
                    identity.assignMac(name),
                    ports,
                    links,
                    number,
                    () -> numbers.release(name),
                    bus,
                    listener);
        } catch (RuntimeException e) {
            numbers.release(name);
            throw e;
        }
    }

    /** Stops the switch. */
    @Override
    public void close() {
        ports.close();
    }
}
