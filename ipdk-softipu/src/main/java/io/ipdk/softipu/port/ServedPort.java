package io.ipdk.softipu.port;

import io.ipdk.device.DeviceKind;
import io.ipdk.pipeline.PipelinePort;
import io.ipdk.port.AdminState;
import io.ipdk.port.InversePort;
import io.ipdk.port.PortAttachment;
import io.ipdk.port.PortInfo;
import io.ipdk.port.PortStats;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.softipu.bus.BusInfo;
import io.ipdk.softipu.bus.HostBus;
import io.ipdk.softipu.bus.HostDevice;
import io.ipdk.softipu.device.BackendObserver;
import io.ipdk.softipu.device.FeatureNames;
import io.ipdk.softipu.device.ServedDevice;
import io.ipdk.softipu.device.WatchedDevice;
import io.ipdk.softipu.net.DeviceInversePort;
import io.ipdk.softipu.net.LearningSwitch;
import io.ipdk.unit.MacAddress;
import io.ipdk.unit.PciAddress;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.net.NetSettings;
import io.ipdk.virtio.net.VirtioNetDevice;
import io.ipdk.virtio.vhostuser.VhostUserOptions;
import io.ipdk.virtio.vhostuser.VhostUserServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A port's back end: its virtio device, the socket that serves it, and its place on the switch or with the application. */
final class ServedPort implements ServedDevice<VirtualPortSpec> {

    private final String busId;
    private final Path socket;
    private final HostBus bus;
    private final MacAddress assignedMac;
    private final LearningSwitch ports;
    private final TargetLinks links;
    private final int number;
    private final Runnable release;
    private final VirtioNetDevice device;
    private final DeviceInversePort inverse;
    private final WatchedDevice watched;
    private final VhostUserServer server;
    private final Instant since = Instant.now();
    private final BooleanSupplier isUp = this::isUpInPipeline;
    private volatile PortAttachment attachment = PortAttachment.APPLICATION;
    private volatile boolean closed;

    /**
     * @param assignedMac what the port carries while its spec gives no address
     * @param number its number in the pipeline
     * @param release gives the number back when the port is served no more
     */
    ServedPort(
            String busId,
            Path socket,
            VirtualPortSpec spec,
            MacAddress assignedMac,
            LearningSwitch ports,
            TargetLinks links,
            int number,
            Runnable release,
            HostBus bus,
            Listener listener) {
        this.busId = busId;
        this.socket = socket;
        this.bus = bus;
        this.assignedMac = assignedMac;
        this.ports = ports;
        this.links = links;
        this.number = number;
        this.release = release;
        device = new VirtioNetDevice(spec.queuePairs(), settings(spec));
        inverse = new DeviceInversePort(device);
        watched = new WatchedDevice(device, new LinkObserver(new BackendObserver(busId, bus, listener)));
        server = VhostUserServer.listen(socket, watched, VhostUserOptions.defaults());
        attach(spec.attachment());
        links.add(number, isUp);
    }

    /** Hears of the driver's coming and going, for the pipeline as well. */
    private final class LinkObserver implements WatchedDevice.Observer {
        private final BackendObserver next;

        LinkObserver(BackendObserver next) {
            this.next = next;
        }

        @Override
        public void changed() {
            next.changed();
            links.changed(number);
        }

        @Override
        public void connection(boolean isConnected, DisconnectCause cause, String reason) {
            next.connection(isConnected, cause, reason);
        }
    }

    private boolean isAttached() {
        return !closed && attachment == PortAttachment.SWITCH;
    }

    private boolean isUpInPipeline() {
        return isAttached() && device.settings().linkUp() && watched.isDriverReady();
    }

    /** The port as the pipeline knows it. */
    PipelinePort pipelinePort(String name) {
        return new PipelinePort(name, number, isAttached(), isUpInPipeline());
    }

    private NetSettings settings(VirtualPortSpec spec) {
        return new NetSettings(
                mac(spec),
                spec.mtu(),
                spec.linkSpeed(),
                spec.rateLimit(),
                spec.adminState() == AdminState.UP,
                spec.antiSpoofing());
    }

    private MacAddress mac(VirtualPortSpec spec) {
        MacAddress given = spec.mac();
        return given == null ? assignedMac : given;
    }

    private void attach(PortAttachment wanted) {
        if (wanted == attachment) {
            return;
        }
        if (wanted == PortAttachment.SWITCH) {
            ports.attach(device, number);
        } else {
            ports.detach(device);
        }
        attachment = wanted;
    }

    @Override
    public HostDevice hostDevice(VirtualPortSpec spec) {
        BusInfo info = bus.info();
        return new HostDevice(
                busId,
                DeviceKind.PORT,
                socket,
                mac(spec),
                spec.mtu(),
                spec.queuePairs(),
                info.setsLinkSpeed() ? spec.linkSpeed() : null,
                spec.adminState() == AdminState.UP,
                0);
    }

    @Override
    public synchronized void apply(VirtualPortSpec spec) {
        device.configure(settings(spec));
        if (!closed) {
            attach(spec.attachment());
        }
        links.changed(number);
    }

    @Override
    public boolean isConnected() {
        return watched.isConnected();
    }

    @Override
    public boolean isDriverReady() {
        return watched.isDriverReady();
    }

    InversePort inverse() {
        return inverse;
    }

    PortInfo info(@Nullable PciAddress pci) {
        NetSettings settings = device.settings();
        return new PortInfo(
                settings.mac(),
                watched.isConnected(),
                watched.isDriverReady(),
                settings.linkUp() && watched.isDriverReady(),
                device.activeQueuePairs(),
                FeatureNames.net(watched.negotiatedFeatures()),
                Optional.ofNullable(pci),
                Optional.of(socket));
    }

    PortStats stats() {
        return device.stats(since, Instant.now());
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            server.close();
            ports.detach(device);
            links.remove(number, isUp);
            release.run();
        }
    }
}
