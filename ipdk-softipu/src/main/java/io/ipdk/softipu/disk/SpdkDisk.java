package io.ipdk.softipu.disk;

import io.ipdk.device.DeviceKind;
import io.ipdk.disk.DiskInfo;
import io.ipdk.disk.DiskLimits;
import io.ipdk.disk.DiskStats;
import io.ipdk.disk.LatencySummary;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.error.IpdkException;
import io.ipdk.nativeaccess.spdk.SpdkClient;
import io.ipdk.nativeaccess.spdk.bdev.BdevInfo;
import io.ipdk.nativeaccess.spdk.bdev.BdevIoStat;
import io.ipdk.nativeaccess.spdk.rpc.SpdkOptions;
import io.ipdk.nativeaccess.spdk.vhost.VhostControllerInfo;
import io.ipdk.softipu.bus.HostBus;
import io.ipdk.softipu.bus.HostDevice;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.PciAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A disk that SPDK serves to the host without this process in between. This process sets it up, watches it, and sets it up
 * again when {@code spdk_tgt} was started anew. While the IPU is closed SPDK goes on serving; the controller goes when the disk
 * is unplugged, the volume stays.
 *
 * <p>Thread-safe.
 */
final class SpdkDisk implements ServedDisk {
    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration LIMITS_PATIENCE = Duration.ofSeconds(1);
    private static final Duration DELETE_PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 250;
    private static final long CLOSE_MILLIS = 2_000;

    private final String busId;
    private final SpdkClient spdk;
    private final SpdkStore store;
    private final SpdkController controller;
    private final HostBus bus;
    private final Listener listener;
    private final Instant since = Instant.now();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread watch;

    private volatile VirtualDiskSpec spec;
    private volatile Path socket = Path.of("");
    private volatile DataSize size = DataSize.ZERO;
    private volatile DiskLimits limits = DiskLimits.UNLIMITED;
    private volatile boolean connected;
    private volatile boolean driverReady;
    private volatile BdevIoStat lastStat = new BdevIoStat("", 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);
    private boolean lost;

    private SpdkDisk(String busId, VirtualDiskSpec spec, HostBus bus, Listener listener) {
        this.busId = busId;
        this.spec = spec;
        this.bus = bus;
        this.listener = listener;
        store = SpdkStore.of(spec);
        controller = new SpdkController(busId);
        spdk = SpdkClient.open(store.rpcSocket(), SpdkOptions.defaults().withTimeout(CALL));
        watch = new Thread(this::watch, "ipdk-spdk-" + busId);
        watch.setDaemon(true);
    }

    /** Has SPDK serve a disk; where that fails, what was made for it is taken back. */
    static SpdkDisk start(String busId, VirtualDiskSpec spec, HostBus bus, Listener listener) {
        SpdkDisk disk = new SpdkDisk(busId, spec, bus, listener);
        try {
            disk.setUp();
        } catch (RuntimeException e) {
            disk.spdk.close();
            throw e;
        }
        disk.watch.start();
        return disk;
    }

    private void setUp() {
        boolean created = store.create(spdk, spec);
        try {
            serve();
        } catch (IpdkException e) {
            if (created) {
                try {
                    store.delete(spdk);
                } catch (IpdkException second) {
                    e.addSuppressed(second);
                }
            }
            throw e;
        }
    }

    /** Size and limits first: limits that nobody uses yet can always be set once. */
    private synchronized void serve() {
        VirtualDiskSpec wanted = spec;
        BdevInfo bdev = store.fit(spdk, wanted);
        limits = SpdkLimits.inForce(SpdkLimits.set(spdk, store.bdev(), wanted.limits(), LIMITS_PATIENCE));
        size = bdev.size();
        socket = controller.bring(spdk, bdev, wanted.readOnly()).socket();
    }

    @Override
    public HostDevice hostDevice(VirtualDiskSpec wanted) {
        return new HostDevice(busId, DeviceKind.DISK, socket, null, 0, wanted.queues(), null, true, wanted.bootOrder());
    }

    @Override
    public synchronized void apply(VirtualDiskSpec wanted) {
        limits = SpdkLimits.inForce(SpdkLimits.set(spdk, store.bdev(), wanted.limits(), LIMITS_PATIENCE));
        if (wanted.size().compareTo(size) > 0) {
            size = store.fit(spdk, wanted).size();
        }
        spec = wanted;
    }

    // ---- watching

    private void watch() {
        try {
            while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            VhostControllerInfo present = controller.find(spdk).orElse(null);
            if (present == null) {
                serve();
                listener.faulted("SPDK had lost the disk and serves it again");
                present = controller.find(spdk).orElse(null);
            }
            lost = false;
            seen(present);
        } catch (IpdkException e) {
            seen(null);
            if (!lost && closing.getCount() > 0) {
                lost = true;
                listener.faulted("SPDK does not serve the disk: " + e.getMessage());
            }
        }
    }

    private void seen(@Nullable VhostControllerInfo present) {
        boolean nowConnected = present != null && present.sessions() > 0;
        boolean nowReady = present != null && present.startedSessions() > 0;
        boolean changed = nowConnected != connected || nowReady != driverReady;
        if (nowConnected != connected) {
            bus.connectionChanged(busId, nowConnected);
        }
        connected = nowConnected;
        driverReady = nowReady;
        if (changed) {
            listener.observationChanged();
        }
    }

    @Override
    public boolean isConnected() {
        return connected;
    }

    @Override
    public boolean isDriverReady() {
        return driverReady;
    }

    @Override
    public DiskInfo info(@Nullable PciAddress pci) {
        return new DiskInfo(
                size,
                "",
                connected,
                driverReady,
                true,
                Set.of(),
                Optional.ofNullable(pci),
                Optional.of(socket),
                limits);
    }

    @Override
    public DiskStats stats() {
        try {
            lastStat = spdk.statistics().of(store.bdev());
        } catch (IpdkException gone) {
            // What was read last is what there is to tell.
        }
        BdevIoStat stat = lastStat;
        return new DiskStats(
                since,
                Instant.now(),
                stat.reads(),
                stat.bytesRead(),
                stat.writes(),
                stat.bytesWritten(),
                0,
                stat.unmaps(),
                0,
                0,
                0,
                0,
                LatencySummary.NONE,
                LatencySummary.NONE,
                LatencySummary.NONE);
    }

    // ---- the end

    @Override
    public void remove() {
        stopWatching();
        try {
            controller.delete(spdk, DELETE_PATIENCE);
        } catch (IpdkException e) {
            // The disk has left the host already; what SPDK keeps of it does no harm.
            listener.faulted("SPDK keeps the controller " + controller + ": " + e.getMessage());
        }
        close();
    }

    @Override
    public void close() {
        stopWatching();
        spdk.close();
    }

    private void stopWatching() {
        closing.countDown();
        if (Thread.currentThread() == watch) {
            return;
        }
        try {
            watch.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
