package io.ipdk.virtio.block.channel;

import io.ipdk.virtio.block.protocol.BlockRequestLayout;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.queue.RingFault;
import io.ipdk.virtio.queue.SplitDriverQueue;
import io.ipdk.virtio.vhostuser.FrontendQueue;
import org.jspecify.annotations.Nullable;

/**
 * One queue of a {@link BlockChannel}, for one polling thread.
 *
 * <pre>{@code
 * while (queue.room() > 0 && more()) {
 *     queue.read(offset, memory.at(place, 4096), 4096, token);
 * }
 * queue.submit();                                  // once for the burst
 * for (int i = queue.poll(completions); --i >= 0; ) {
 *     done(completions.token(i), completions.status(i));
 * }
 * }</pre>
 *
 * <p>Offsets and lengths are in bytes, multiples of the device's logical block size; data lies in {@link ChannelMemory}. What the
 * device does not like it answers with an error. Requests that are on their way together have no order: whoever needs one
 * polls in between.
 *
 * <p>Nothing allocates, and only {@link #submit} can make a native call, once for a burst, where the device sleeps and asks to
 * be woken; one that polls, as SPDK does, never asks.
 *
 * <p>Confined to one thread (the poller's).
 */
public final class ChannelQueue {
    private final FrontendQueue queue;
    private final SplitDriverQueue ring;
    private final RequestHeaders headers;
    private final ChannelRegions regions;
    private final long[] addresses = new long[3];
    private final int[] lengths = new int[3];
    private long wakeUps;

    ChannelQueue(FrontendQueue queue, RequestHeaders headers, ChannelRegions regions) {
        this.queue = queue;
        this.ring = queue.driver();
        this.headers = headers;
        this.regions = regions;
        ring.suppressInterrupts();
    }

    /** How many requests can be added now. */
    public int room() {
        return ring.isBroken() ? 0 : headers.freeCount();
    }

    /**
     * Adds a read.
     *
     * @param offset where on the disk
     * @param address where in registered memory the data goes
     * @param token what the caller names the request
     * @return false if there is no room
     * @throws IllegalArgumentException if the data does not lie in registered memory
     */
    public boolean read(long offset, long address, int bytes, long token) {
        return data(BlockRequestType.IN, offset, address, bytes, token);
    }

    /** Adds a write of what lies in registered memory, which must stay as it is until the request comes back. */
    public boolean write(long offset, long address, int bytes, long token) {
        return data(BlockRequestType.OUT, offset, address, bytes, token);
    }

    /** Adds a request to make durable what came back before. */
    public boolean flush(long token) {
        if (room() == 0) {
            return false;
        }
        int slot = headers.next();
        headers.fill(slot, BlockRequestType.FLUSH, 0);
        return offer(slot, 0, 0, token);
    }

    /** Tells that a range is of no use any more. */
    public boolean discard(long offset, long bytes, long token) {
        return range(BlockRequestType.DISCARD, offset, bytes, 0, token);
    }

    /** Makes a range read as zeros. */
    public boolean writeZeroes(long offset, long bytes, boolean mayUnmap, long token) {
        return range(BlockRequestType.WRITE_ZEROES, offset, bytes, mayUnmap ? BlockRequestLayout.FLAG_UNMAP : 0, token);
    }

    private boolean data(BlockRequestType type, long offset, long address, int bytes, long token) {
        regions.require(address, bytes);
        if (room() == 0) {
            return false;
        }
        int slot = headers.next();
        headers.fill(slot, type, offset / BlockRequestLayout.SECTOR_BYTES);
        addresses[1] = address;
        lengths[1] = bytes;
        return offer(slot, 1, type == BlockRequestType.IN ? 1 : 0, token);
    }

    private boolean range(BlockRequestType type, long offset, long bytes, int flags, long token) {
        if (room() == 0) {
            return false;
        }
        int slot = headers.next();
        headers.fill(slot, type, 0);
        headers.fillRange(
                slot, offset / BlockRequestLayout.SECTOR_BYTES, (int) (bytes / BlockRequestLayout.SECTOR_BYTES), flags);
        addresses[1] = headers.range(slot);
        lengths[1] = BlockRequestLayout.SEGMENT_BYTES;
        return offer(slot, 1, 0, token);
    }

    /** @param middle buffers between header and status; {@code written} of them are written by the device */
    private boolean offer(int slot, int middle, int written, long token) {
        addresses[0] = headers.header(slot);
        lengths[0] = BlockRequestLayout.HEADER_BYTES;
        addresses[middle + 1] = headers.status(slot);
        lengths[middle + 1] = BlockRequestLayout.STATUS_BYTES;
        if (!ring.offer(addresses, lengths, 1 + middle - written, written + 1, slot)) {
            return false;
        }
        headers.take(slot, token);
        return true;
    }

    /** Shows the device what was added, and wakes it if it sleeps. */
    public void submit() {
        ring.publish();
        if (ring.kickNeeded()) {
            wakeUps++;
            queue.kick().signal();
        }
    }

    /**
     * Takes what came back, as far as it fits. To be called again at once where the answer is the full capacity.
     *
     * @return how many
     */
    public int poll(Completions completions) {
        completions.clear();
        while (!completions.isFull()) {
            int slot = ring.pollUsed();
            if (slot == SplitDriverQueue.NONE) {
                break;
            }
            completions.add(headers.token(slot), headers.answer(slot));
            headers.release(slot);
        }
        return completions.count();
    }

    /** How many requests are on their way. */
    public int inFlight() {
        return ring.inFlight();
    }

    /** How often the device had to be woken, each time with a native call. */
    public long wakeUps() {
        return wakeUps;
    }

    /** What the device did to the ring that makes no sense; null while it works. A broken queue takes and answers nothing. */
    public @Nullable RingFault brokenReason() {
        return ring.brokenReason();
    }

    FrontendQueue frontendQueue() {
        return queue;
    }
}
