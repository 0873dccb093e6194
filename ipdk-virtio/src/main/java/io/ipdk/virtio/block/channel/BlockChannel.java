package io.ipdk.virtio.block.channel;

import io.ipdk.error.IpdkException;
import io.ipdk.error.UnsupportedException;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.block.protocol.BlockConfigLayout;
import io.ipdk.virtio.block.protocol.BlockFeature;
import io.ipdk.virtio.block.protocol.BlockRequestLayout;
import io.ipdk.virtio.queue.SplitDriverQueue;
import io.ipdk.virtio.vhostuser.FrontendOptions;
import io.ipdk.virtio.vhostuser.FrontendQueue;
import io.ipdk.virtio.vhostuser.SharedMemory;
import io.ipdk.virtio.vhostuser.VhostUserFrontend;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk behind a vhost-user-blk socket, for an application that polls: a controller of SPDK, an export of
 * qemu-storage-daemon, or a disk of this SDK. The same code drives all three.
 *
 * <p>Whoever opens it sets it up and closes it on one thread; {@link #register} is thread-safe, and each {@link #queue} belongs to
 * one polling thread. Confined to one thread (the owner's) otherwise.
 */
public final class BlockChannel implements AutoCloseable {
    private static final int PAGE_BYTES = 4096;
    private static final int HUGE_PAGE_BYTES = 2 << 20;
    private static final int INDIRECT_ENTRIES = 4;

    private final ChannelOptions options;
    private final VhostUserFrontend frontend;
    private final List<SharedMemory> memories = new ArrayList<>();
    private final ChannelRegions regions = new ChannelRegions();
    private final List<ChannelQueue> queues = new ArrayList<>();
    private boolean closed;

    private BlockChannel(VhostUserFrontend frontend, ChannelOptions options) {
        this.options = options;
        this.frontend = frontend;
        boolean indirect = (frontend.features() & VirtioFeature.INDIRECT_DESC) != 0;
        int entries = indirect ? INDIRECT_ENTRIES : 0;
        int ringSize = options.ringSize(indirect);
        try {
            requireQueues();
            long perQueue = SplitDriverQueue.bytesNeeded(ringSize, entries)
                    + (options.depth() + 2L) * RequestHeaders.SLOT_BYTES;
            SharedMemory rings = share(perQueue * options.queues());
            for (int i = 0; i < options.queues(); i++) {
                FrontendQueue queue = frontend.startQueue(i, ringSize, rings, entries);
                queues.add(new ChannelQueue(queue, new RequestHeaders(rings, options.depth()), regions));
            }
            frontend.driverReady();
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    /**
     * Connects to a back end that listens, negotiates, and starts the queues.
     *
     * @throws IpdkException if nobody listens there, or the back end refuses
     */
    public static BlockChannel connect(Path socket, ChannelOptions options) {
        FrontendOptions wanted = FrontendOptions.of(ChannelOptions.features()).withReplyTimeout(options.timeout());
        return new BlockChannel(VhostUserFrontend.connect(socket, wanted), options);
    }

    private void requireQueues() {
        int most = (features() & BlockFeature.MQ) == 0
                ? 1
                : Math.max(1, config().getShort(BlockConfigLayout.NUM_QUEUES) & 0xffff);
        if (options.queues() > most) {
            throw new UnsupportedException(
                    "the device has " + most + " queues, " + options.queues() + " were asked for",
                    "ask for fewer, or have the back end offer more");
        }
    }

    private SharedMemory share(long bytes) {
        long unit = options.hugePages() ? HUGE_PAGE_BYTES : PAGE_BYTES;
        SharedMemory memory = SharedMemory.createInPlace((bytes + unit - 1) / unit * unit, options.hugePages());
        synchronized (memories) {
            memories.add(memory);
            frontend.shareMemory(memory);
        }
        return memory;
    }

    /**
     * Makes zeroed memory and shares it with the device, for the data of requests. It is given back with the channel.
     *
     * @param bytes rounded up to whole pages
     * @throws IpdkException if the back end refuses; most take 8 pieces at least
     */
    public ChannelMemory register(long bytes) {
        ChannelMemory memory = new ChannelMemory(share(bytes));
        regions.add(memory.address(), memory.size());
        return memory;
    }

    /** One of the queues, from 0. */
    public ChannelQueue queue(int index) {
        return queues.get(index);
    }

    public int queues() {
        return queues.size();
    }

    /** The features in use, masks from {@link BlockFeature} and {@link VirtioFeature}. */
    public long features() {
        return frontend.features();
    }

    /** The size of the disk in bytes as it is now. */
    public long size() {
        return config().getLong(BlockConfigLayout.CAPACITY) * BlockRequestLayout.SECTOR_BYTES;
    }

    /** The smallest unit that can be read or written, in bytes. */
    public int logicalBlockSize() {
        return (features() & BlockFeature.BLK_SIZE) == 0
                ? BlockRequestLayout.SECTOR_BYTES
                : config().getInt(BlockConfigLayout.BLK_SIZE);
    }

    /** Whether the disk can only be read. */
    public boolean isReadOnly() {
        return (features() & BlockFeature.RO) != 0;
    }

    /** Waits until the device says that it has changed, as when it grows; false if it does not in time. */
    public boolean awaitChange(Duration timeout) {
        return frontend.awaitConfigChange(timeout);
    }

    private ByteBuffer config() {
        return ByteBuffer.wrap(frontend.readConfig(0, BlockConfigLayout.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Stops the queues, if the back end is still there, and ends the connection. Pollers must have let go of their queues.
     * Requests on their way are carried out or not; their completions are lost.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            for (ChannelQueue queue : queues) {
                frontend.stopQueue(queue.frontendQueue());
            }
        } catch (IpdkException gone) {
            // A back end that is gone has no queues to stop.
        } finally {
            release();
        }
    }

    private void release() {
        frontend.close();
        queues.forEach(queue -> queue.frontendQueue().close());
        synchronized (memories) {
            memories.forEach(SharedMemory::close);
        }
    }
}
