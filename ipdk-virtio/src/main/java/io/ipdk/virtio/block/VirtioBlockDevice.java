package io.ipdk.virtio.block;

import io.ipdk.disk.DiskLimits;
import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.FrontendHandle;
import io.ipdk.virtio.VirtioDevice;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.agent.KickWatch;
import io.ipdk.virtio.agent.PollAgent;
import io.ipdk.virtio.block.protocol.BlockConfigLayout;
import io.ipdk.virtio.block.protocol.BlockFeature;
import io.ipdk.virtio.block.store.BlockSizes;
import io.ipdk.virtio.block.store.BlockStore;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A virtio block device: serves the requests of a driver from a {@link BlockStore}.
 *
 * <p>A transport drives it through {@link VirtioDevice}; data moves on the thread that runs {@link #agent}. To serve a disk:
 *
 * <pre>{@code
 * VirtioBlockDevice disk = new VirtioBlockDevice(BlockDeviceSpec.of("disk0"), store);
 * AgentRunner runner = AgentRunner.start(disk.agent());
 * disk.watchWith(runner);
 * VhostUserServer server = VhostUserServer.listen(path, disk);
 * }</pre>
 *
 * <p>and to end it, close the server, the runner, the disk and the store, in this order.
 *
 * <p>A FLUSH is answered when the store has made everything durable that was answered before it arrived. A driver that does
 * not know FLUSH, or has chosen write-through, has each write made durable before its answer.
 *
 * <p>Thread-safe, except the {@link VirtioDevice} methods, which belong to the transport.
 *
 * <p>Source: VIRTIO 1.3, clause 5.2.
 */
public final class VirtioBlockDevice implements VirtioDevice, AutoCloseable {
    private static final int DEVICE_ID = 2;

    private static final long FEATURES = BlockFeature.SIZE_MAX
            | BlockFeature.SEG_MAX
            | BlockFeature.BLK_SIZE
            | BlockFeature.FLUSH
            | BlockFeature.TOPOLOGY
            | BlockFeature.CONFIG_WCE
            | BlockFeature.MQ
            | VirtioFeature.INDIRECT_DESC
            | VirtioFeature.EVENT_IDX
            | VirtioFeature.VERSION_1;

    private final BlockContext context;
    private final BlockConfigSpace configSpace;
    private final List<BlockQueue> queues = new ArrayList<>();
    private final BlockAgent agent;
    /** What the polling thread has not seen yet. */
    private final AtomicReference<@Nullable DiskLimits> newLimits = new AtomicReference<>();

    private volatile DiskLimits limits = DiskLimits.UNLIMITED;
    private volatile long negotiated;

    /** Makes a disk whose failures and latencies nobody hears of. The store stays with the caller. */
    public VirtioBlockDevice(BlockDeviceSpec spec, BlockStore store) {
        this(spec, store, BlockDeviceListener.NONE, LatencyRecorder.NONE);
    }

    /** Makes a disk. The store stays with the caller, who closes it after the disk. */
    public VirtioBlockDevice(
            BlockDeviceSpec spec, BlockStore store, BlockDeviceListener listener, LatencyRecorder latency) {
        this(spec, store, listener, latency, System::nanoTime);
    }

    VirtioBlockDevice(
            BlockDeviceSpec spec,
            BlockStore store,
            BlockDeviceListener listener,
            LatencyRecorder latency,
            LongSupplier nanoClock) {
        BlockSizes.requireSize(store.size(), spec.logicalBlockSize());
        context = new BlockContext(spec, store, listener, latency, nanoClock);
        configSpace = new BlockConfigSpace(spec, store);
        for (int i = 0; i < spec.queues(); i++) {
            queues.add(new BlockQueue(new DeviceVirtqueue(i), context));
        }
        agent = new BlockAgent(context, queues, newLimits);
        followDriver();
    }

    /** What polls the queues of this disk, to be run by one thread. */
    public PollAgent agent() {
        return agent;
    }

    /** Names whom to wake when there is work, normally the runner of {@link #agent}; null for nobody. */
    public void watchWith(@Nullable KickWatch watch) {
        context.watchWith(watch);
        for (BlockQueue queue : queues) {
            queue.virtqueue().watchWith(watch);
        }
    }

    /** The limits wanted. */
    public DiskLimits limits() {
        return limits;
    }

    /** Changes the limits, from the next request on. Limits that stay as they are keep what has accrued and what is owed. */
    public void limit(DiskLimits wanted) {
        limits = Objects.requireNonNull(wanted, "wanted");
        newLimits.set(wanted);
        context.wake();
    }

    /** What the disk holds in bytes. */
    public long size() {
        return context.store.size();
    }

    /**
     * Makes the disk larger while it is in use, and tells the driver.
     *
     * @param bytes the new size, a multiple of the logical block size, not below the present one
     * @throws io.ipdk.error.InvalidSpecException if it is neither
     * @throws io.ipdk.error.StorageException if the store cannot grow; nothing has changed then
     */
    public void grow(long bytes) {
        BlockSizes.requireGrowth(size(), bytes, context.spec.logicalBlockSize());
        context.store.grow(bytes);
        FrontendHandle frontend = context.frontend;
        if (frontend != null) {
            frontend.configChanged();
        }
    }

    /** What was done so far. */
    public BlockStats stats() {
        return BlockStats.sum(queues.stream().map(BlockQueue::counters).toList());
    }

    /** Whether a driver flushes by itself; false if each write is made durable before its answer. */
    public boolean isWriteBack() {
        return !context.writeThrough;
    }

    /** The features that the driver settled for; 0 before it did. */
    public long negotiatedFeatures() {
        return negotiated;
    }

    /** Ends the threads of the disk. Rings are stopped before; the store stays open. */
    @Override
    public void close() {
        context.close();
    }

    // ---- VirtioDevice

    @Override
    public int deviceId() {
        return DEVICE_ID;
    }

    @Override
    public long features() {
        return FEATURES
                | (context.store.readOnly() ? BlockFeature.RO : BlockFeature.DISCARD | BlockFeature.WRITE_ZEROES);
    }

    @Override
    public int queueCount() {
        return queues.size();
    }

    @Override
    public int maxQueuePairsOrQueues() {
        return queues.size();
    }

    @Override
    public long protocolFeatures() {
        return ProtocolFeature.CONFIG | ProtocolFeature.INFLIGHT_SHMFD;
    }

    @Override
    public int configSize() {
        return BlockConfigLayout.BYTES;
    }

    @Override
    public void readConfig(int offset, byte[] target, int targetOffset, int length) {
        configSpace.read(offset, target, targetOffset, length);
    }

    @Override
    public boolean writeConfig(int offset, byte[] source, int sourceOffset, int length) {
        boolean written = configSpace.write(offset, source, sourceOffset, length);
        followDriver();
        return written;
    }

    @Override
    public DeviceVirtqueue queue(int index) {
        return queues.get(index).virtqueue();
    }

    @Override
    public void connected(FrontendHandle frontend) {
        context.frontend = frontend;
    }

    @Override
    public void disconnected(DisconnectCause cause, String reason) {
        context.frontend = null;
    }

    @Override
    public void featuresNegotiated(long features) {
        negotiated = features;
        followDriver();
        for (BlockQueue queue : queues) {
            queue.negotiated(features);
        }
    }

    /** VIRTIO 1.3, clause 5.2.6.2: when a write must be stable before its answer. */
    private void followDriver() {
        boolean flushes = (negotiated & BlockFeature.FLUSH) != 0;
        boolean chooses = (negotiated & BlockFeature.CONFIG_WCE) != 0;
        context.writeThrough = !flushes || (chooses && !configSpace.isWriteBack());
    }

    @Override
    public void queueStarted(int index) {
        SplitDeviceQueue ring = queue(index).ring();
        if (ring != null) {
            queues.get(index).started(ring);
        }
    }

    @Override
    public void drain(int index) {
        queues.get(index).drain();
    }

    @Override
    public void discard(int index) {
        queues.get(index).discard();
    }

    @Override
    public String toString() {
        return "disk " + context.spec.name() + " of " + size() + " bytes";
    }
}
