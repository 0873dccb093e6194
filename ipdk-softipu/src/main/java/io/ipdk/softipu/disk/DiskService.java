package io.ipdk.softipu.disk;

import io.ipdk.Capabilities;
import io.ipdk.device.DeviceKind;
import io.ipdk.device.FieldDifference;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.DiskCapabilities;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.softipu.bus.HostBuses;
import io.ipdk.softipu.device.DeviceName;
import io.ipdk.softipu.device.DeviceService;
import io.ipdk.softipu.device.DeviceSockets;
import io.ipdk.softipu.device.ServedDevice;
import io.ipdk.softipu.journal.DiskSpecCodec;
import io.ipdk.softipu.journal.SpecCodec;
import java.util.List;
import java.util.Set;

/** What disks do their own way. Thread-safe. */
public final class DiskService implements DeviceService<VirtualDiskSpec, ServedDisk> {

    private static final int MAX_QUEUES = 16;

    private final DeviceSockets sockets;
    private final HostBuses buses;
    private final SpecCodec<VirtualDiskSpec> codec = new DiskSpecCodec();

    public DiskService(DeviceSockets sockets, HostBuses buses) {
        this.sockets = sockets;
        this.buses = buses;
    }

    /** What disks this software IPU can plug. */
    public static DiskCapabilities capabilities() {
        return new DiskCapabilities(
                MAX_QUEUES,
                Set.of(512, 4096),
                Set.of("Memory", "RawFile", "SparseFile", "SpdkVolume", "SpdkBdev"),
                Set.of("readIops", "writeIops", "totalIops", "readBandwidth", "writeBandwidth", "totalBandwidth"),
                Set.of("size", "limits"));
    }

    @Override
    public DeviceKind kind() {
        return DeviceKind.DISK;
    }

    @Override
    public SpecCodec<VirtualDiskSpec> codec() {
        return codec;
    }

    @Override
    public String host(VirtualDiskSpec spec) {
        return spec.host();
    }

    @Override
    public void validate(String name, VirtualDiskSpec spec, Capabilities capabilities) {
        sockets.requireFits(kind(), name);
        int most = capabilities.disks().maxQueues();
        if (spec.queues() > most) {
            throw new InvalidSpecException("queues", spec.queues(), "1–" + most);
        }
        if (SpdkStore.isMeantBy(spec)) {
            SpdkLimits.validate(spec.limits());
        }
    }

    @Override
    public List<String> problems(VirtualDiskSpec spec) {
        return SpdkStore.isMeantBy(spec) ? SpdkStore.problems(spec) : DiskStores.problems(spec);
    }

    @Override
    public List<String> disruption(VirtualDiskSpec present, List<FieldDifference> differences) {
        return List.of();
    }

    @Override
    public boolean survivesRestart(VirtualDiskSpec spec) {
        return !(spec.backend() instanceof DiskBackend.Memory);
    }

    @Override
    public ServedDisk serve(String name, VirtualDiskSpec spec, ServedDevice.Listener listener) {
        String busId = DeviceName.busId(kind(), name);
        if (SpdkStore.isMeantBy(spec)) {
            return SpdkDisk.start(busId, spec, buses.bus(spec.host()), listener);
        }
        return EmbeddedDisk.start(name, busId, sockets.path(kind(), name), spec, buses.bus(spec.host()), listener);
    }
}
