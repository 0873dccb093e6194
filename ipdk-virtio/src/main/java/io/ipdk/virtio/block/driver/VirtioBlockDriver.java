package io.ipdk.virtio.block.driver;

import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.IpdkException;
import io.ipdk.error.StorageException;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.Poller;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.block.protocol.BlockConfigLayout;
import io.ipdk.virtio.block.protocol.BlockFeature;
import io.ipdk.virtio.block.protocol.BlockRequestLayout;
import io.ipdk.virtio.block.protocol.BlockStatus;
import io.ipdk.virtio.queue.SplitDriverQueue;
import io.ipdk.virtio.vhostuser.FrontendOptions;
import io.ipdk.virtio.vhostuser.FrontendQueue;
import io.ipdk.virtio.vhostuser.SharedMemory;
import io.ipdk.virtio.vhostuser.VhostUserFrontend;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Drives a block device that a back end serves over vhost-user.
 *
 * <p>{@link #read}, {@link #write} and the others do one thing at a time and wait for it, on queue 0;
 * {@link #queue} gives the rings to those who poll them with many requests on their way, who then leave the waiting calls of
 * that queue alone.
 *
 * <p>Confined to one thread at a time; other threads may each poll a queue of their own.
 */
public final class VirtioBlockDriver implements AutoCloseable {
    private static final int PAGE_BYTES = 4096;
    private static final int HUGE_PAGE_BYTES = 2 << 20;
    private static final int INDIRECT_ENTRIES = 4;
    private static final int SPINS = 2_000;

    private final BlockDriverOptions options;
    private final VhostUserFrontend frontend;
    private final SharedMemory memory;
    private final List<BlockDriverQueue> queues = new ArrayList<>();
    private final Poller poller = Poller.create();
    private boolean closed;

    private VirtioBlockDriver(VhostUserFrontend frontend, BlockDriverOptions options) {
        this.frontend = frontend;
        this.options = options;
        int indirect = (frontend.features() & VirtioFeature.INDIRECT_DESC) != 0 ? INDIRECT_ENTRIES : 0;
        memory = SharedMemory.create(memoryBytes(options, indirect), options.hugePages());
        try {
            frontend.shareMemory(memory);
            for (int i = 0; i < options.queues(); i++) {
                FrontendQueue queue = frontend.startQueue(i, options.queueSize(), memory, indirect);
                queues.add(
                        new BlockDriverQueue(queue, new RequestSlots(memory, options.depth(), options.bufferBytes())));
            }
            poller.add(queues.get(0).frontendQueue().call().fd(), 0);
            frontend.driverReady();
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    private static long memoryBytes(BlockDriverOptions options, int indirect) {
        long queue = SplitDriverQueue.bytesNeeded(options.queueSize(), indirect)
                + RequestSlots.SLOT_BYTES
                + RequestSlots.bytesNeeded(options.depth(), options.bufferBytes());
        long unit = options.hugePages() ? HUGE_PAGE_BYTES : PAGE_BYTES;
        return (queue * options.queues() + unit - 1) / unit * unit;
    }

    /**
     * Connects to a back end that listens, negotiates, and starts the queues.
     *
     * @throws io.ipdk.error.IpdkException if nobody listens there, or the back end refuses
     */
    public static VirtioBlockDriver connect(Path socket, BlockDriverOptions options) {
        VhostUserFrontend frontend = VhostUserFrontend.connect(socket, FrontendOptions.of(options.features()));
        return new VirtioBlockDriver(frontend, options);
    }

    /** The features in use. */
    public long features() {
        return frontend.features();
    }

    /** The connection. */
    public VhostUserFrontend frontend() {
        return frontend;
    }

    /** One of the queues set up. */
    public BlockDriverQueue queue(int index) {
        return queues.get(index);
    }

    // ---- what the device says of itself

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

    /** Whether the disk has a volatile write cache. */
    public boolean isWriteBack() {
        return config().get(BlockConfigLayout.WRITEBACK) != 0;
    }

    /** Chooses between a volatile write cache and writes that are durable when they are answered. */
    public void setWriteBack(boolean writeBack) {
        frontend.writeConfig(BlockConfigLayout.WRITEBACK, new byte[] {(byte) (writeBack ? 1 : 0)});
    }

    /** Waits until the device says that its configuration has changed, as when it grows; false if it does not in time. */
    public boolean awaitConfigChange(Duration timeout) {
        return frontend.awaitConfigChange(timeout);
    }

    /** Always the whole of it: there are back ends (qemu-storage-daemon 7.2) that take any offset for 0. */
    private ByteBuffer config() {
        return ByteBuffer.wrap(frontend.readConfig(0, BlockConfigLayout.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    }

    // ---- one request at a time

    /**
     * Reads bytes.
     *
     * @param offset where to start on the disk, a multiple of the logical block size, as is {@code length}
     * @throws StorageException if the device answers with an error
     */
    public void read(long offset, byte[] target, int targetOffset, int length) {
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        BlockDriverQueue queue = queues.get(0);
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, options.bufferBytes());
            int slot = acquire(queue);
            queue.read(slot, offset + done, part);
            finish(queue, slot, "reading", offset + done, part);
            RawMemory.copyToArray(queue.buffer(slot), target, targetOffset + done, part);
            queue.release(slot);
            done += part;
        }
    }

    /** Writes bytes; as {@link #read}. They are durable after {@link #flush}. */
    public void write(long offset, byte[] source, int sourceOffset, int length) {
        Objects.checkFromIndexSize(sourceOffset, length, source.length);
        BlockDriverQueue queue = queues.get(0);
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, options.bufferBytes());
            int slot = acquire(queue);
            RawMemory.copyFromArray(source, sourceOffset + done, queue.buffer(slot), part);
            queue.write(slot, offset + done, part);
            finish(queue, slot, "writing", offset + done, part);
            queue.release(slot);
            done += part;
        }
    }

    /** Makes everything written so far durable. */
    public void flush() {
        BlockDriverQueue queue = queues.get(0);
        int slot = acquire(queue);
        queue.flush(slot);
        finish(queue, slot, "flushing", 0, 0);
        queue.release(slot);
    }

    /** Tells the device that a range is of no use any more. */
    public void discard(long offset, long bytes) {
        BlockDriverQueue queue = queues.get(0);
        int slot = acquire(queue);
        queue.discard(slot, offset, bytes);
        finish(queue, slot, "discarding", offset, bytes);
        queue.release(slot);
    }

    /** Makes a range read as zeros. */
    public void writeZeroes(long offset, long bytes, boolean mayUnmap) {
        BlockDriverQueue queue = queues.get(0);
        int slot = acquire(queue);
        queue.writeZeroes(slot, offset, bytes, mayUnmap);
        finish(queue, slot, "zeroing", offset, bytes);
        queue.release(slot);
    }

    /** The device's serial number. */
    public String id() {
        BlockDriverQueue queue = queues.get(0);
        int slot = acquire(queue);
        queue.getId(slot);
        finish(queue, slot, "asking for the serial number", 0, BlockRequestLayout.ID_BYTES);
        byte[] id = new byte[BlockRequestLayout.ID_BYTES];
        RawMemory.copyToArray(queue.buffer(slot), id, 0, id.length);
        queue.release(slot);
        int length = 0;
        while (length < id.length && id[length] != 0) {
            length++;
        }
        return new String(id, 0, length, StandardCharsets.US_ASCII);
    }

    private static int acquire(BlockDriverQueue queue) {
        int slot = queue.acquire();
        if (slot == BlockDriverQueue.NONE) {
            throw new IllegalStateException("all requests of queue 0 are on their way; poll it first");
        }
        return slot;
    }

    private void finish(BlockDriverQueue queue, int slot, String what, long offset, long bytes) {
        queue.publish();
        await(queue, slot, what);
        byte status = queue.status(slot);
        if (status != BlockStatus.OK) {
            queue.release(slot);
            throw new StorageException(
                    what + " " + bytes + " bytes at " + offset + ": the device answered " + BlockStatus.name(status),
                    status == BlockStatus.UNSUPP
                            ? "the device offers features 0x" + Long.toHexString(features())
                            : "check that the range lies on the disk, and what its owner says of the cause");
        }
    }

    /** Polls for a while, then sleeps until the device interrupts. */
    private void await(BlockDriverQueue queue, int slot, String what) {
        SplitDriverQueue ring = queue.frontendQueue().driver();
        long deadline = System.nanoTime() + options.timeout().toNanos();
        for (int tries = 0; ; tries++) {
            int done = queue.poll();
            if (done == slot) {
                return;
            }
            if (done != BlockDriverQueue.NONE) {
                throw new IllegalStateException(
                        "queue 0 is polled by somebody else: a request came back that is not ours");
            }
            if (ring.isBroken()) {
                throw new StorageException(
                        what + ": the device broke its ring, " + ring.brokenReason(), "connect again");
            }
            if (tries < SPINS) {
                Thread.onSpinWait();
                continue;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new DeadlineExceededException(
                        what + ": no answer within " + options.timeout(), "see whether the back end still runs");
            }
            if (!ring.armInterrupts()) {
                poller.await(left);
            }
            ring.suppressInterrupts();
            queue.frontendQueue().call().drain();
        }
    }

    /** Stops the queues in order, if the back end is still there, and ends the connection. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            for (BlockDriverQueue queue : queues) {
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
        poller.close();
        memory.close();
    }
}
