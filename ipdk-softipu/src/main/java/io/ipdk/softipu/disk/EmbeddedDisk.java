package io.ipdk.softipu.disk;

import io.ipdk.device.DeviceKind;
import io.ipdk.disk.DiskInfo;
import io.ipdk.disk.DiskLimits;
import io.ipdk.disk.DiskStats;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.softipu.bus.HostBus;
import io.ipdk.softipu.bus.HostDevice;
import io.ipdk.softipu.device.BackendObserver;
import io.ipdk.softipu.device.FeatureNames;
import io.ipdk.softipu.device.WatchedDevice;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.PciAddress;
import io.ipdk.virtio.agent.AgentRunner;
import io.ipdk.virtio.block.BlockDeviceListener;
import io.ipdk.virtio.block.BlockDeviceSpec;
import io.ipdk.virtio.block.BlockFailure;
import io.ipdk.virtio.block.BlockStats;
import io.ipdk.virtio.block.VirtioBlockDevice;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.store.BlockStore;
import io.ipdk.virtio.vhostuser.VhostUserOptions;
import io.ipdk.virtio.vhostuser.VhostUserServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A disk's back end in this process: its store, its virtio device, the thread that polls it and the socket that serves it. */
final class EmbeddedDisk implements ServedDisk {

    private static final int MAX_SERIAL = 20;

    private final String busId;
    private final Path socket;
    private final String serial;
    private final BlockStore store;
    private final LatencyHistograms latencies = new LatencyHistograms();
    private final VirtioBlockDevice device;
    private final WatchedDevice watched;
    private final AgentRunner runner;
    private final VhostUserServer server;
    private final Instant since = Instant.now();
    private volatile long size;
    private volatile DiskLimits limits;
    private boolean closed;

    private EmbeddedDisk(
            String busId,
            Path socket,
            String serial,
            VirtualDiskSpec spec,
            BlockStore store,
            HostBus bus,
            Listener listener) {
        this.busId = busId;
        this.socket = socket;
        this.serial = serial;
        this.store = store;
        this.size = store.size();
        device = new VirtioBlockDevice(
                BlockDeviceSpec.of(busId)
                        .withSerial(serial)
                        .withLogicalBlockSize(spec.logicalBlockSize())
                        .withQueues(spec.queues()),
                store,
                new StoreFaults(listener),
                latencies);
        limits = spec.limits();
        device.limit(limits);
        watched = new WatchedDevice(device, new BackendObserver(busId, bus, listener));
        runner = AgentRunner.start(device.agent());
        device.watchWith(runner);
        try {
            server = VhostUserServer.listen(socket, watched, VhostUserOptions.defaults());
        } catch (RuntimeException e) {
            runner.close();
            device.close();
            throw e;
        }
    }

    static EmbeddedDisk start(
            String name, String busId, Path socket, VirtualDiskSpec spec, HostBus bus, Listener listener) {
        String serial =
                spec.serial().isEmpty() ? name.substring(0, Math.min(name.length(), MAX_SERIAL)) : spec.serial();
        BlockStore store = DiskStores.open(spec);
        try {
            return new EmbeddedDisk(busId, socket, serial, spec, store, bus, listener);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public HostDevice hostDevice(VirtualDiskSpec spec) {
        return new HostDevice(busId, DeviceKind.DISK, socket, null, 0, spec.queues(), null, true, spec.bootOrder());
    }

    @Override
    public void apply(VirtualDiskSpec spec) {
        if (spec.size().bytes() > store.size()) {
            device.grow(spec.size().bytes());
            size = store.size();
        }
        limits = spec.limits();
        device.limit(limits);
    }

    @Override
    public boolean isConnected() {
        return watched.isConnected();
    }

    @Override
    public boolean isDriverReady() {
        return watched.isDriverReady();
    }

    @Override
    public DiskInfo info(@Nullable PciAddress pci) {
        return new DiskInfo(
                DataSize.bytes(size),
                serial,
                watched.isConnected(),
                watched.isDriverReady(),
                device.isWriteBack(),
                FeatureNames.block(watched.negotiatedFeatures()),
                Optional.ofNullable(pci),
                Optional.of(socket),
                limits);
    }

    @Override
    public DiskStats stats() {
        BlockStats stats = device.stats();
        return new DiskStats(
                since,
                Instant.now(),
                stats.reads(),
                stats.readBytes(),
                stats.writes(),
                stats.writtenBytes(),
                stats.flushes(),
                stats.discards(),
                stats.writeZeroes(),
                stats.errors(),
                stats.unsupported(),
                stats.throttled(),
                latencies.reads(),
                latencies.writes(),
                latencies.flushes());
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            // First whoever brings work, then whoever does it, then what it is done on.
            server.close();
            runner.close();
            device.close();
            store.close();
        }
    }

    /** Puts a store's failures into words. */
    private record StoreFaults(Listener listener) implements BlockDeviceListener {

        @Override
        public void failed(BlockFailure failure) {
            listener.faulted(failure.type().name().toLowerCase(Locale.ROOT) + " of " + failure.bytes() + " bytes at "
                    + failure.offset() + " failed (" + failure.failures() + " times): "
                    + failure.cause().getMessage());
        }

        @Override
        public void recovered(BlockRequestType type) {
            listener.faulted(type.name().toLowerCase(Locale.ROOT) + " works again");
        }
    }
}
