package io.ipdk.virtio.block.driver;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.block.protocol.BlockRequestLayout;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.queue.RingFault;
import io.ipdk.virtio.queue.SplitDriverQueue;
import io.ipdk.virtio.vhostuser.FrontendQueue;
import org.jspecify.annotations.Nullable;

/**
 * One request queue of a device, driven by polling, with many requests on their way at once.
 *
 * <pre>{@code
 * int slot = queue.acquire();                 // −1: all are on their way
 * queue.read(slot, offset, 4096);
 * queue.publish();                            // once for many
 * …
 * int done = queue.poll();                    // −1: nothing came back
 * byte status = queue.status(done);           // BlockStatus
 * long data = queue.buffer(done);             // an address
 * queue.release(done);
 * }</pre>
 *
 * <p>Nothing allocates. Offsets and lengths are in bytes, multiples of 512; what does not fit the device it answers with an
 * error. Confined to one thread at a time.
 */
public final class BlockDriverQueue {
    /** The answer of {@link #acquire} and {@link #poll} when there is none. */
    public static final int NONE = -1;

    private static final byte UNANSWERED = (byte) 0xff;

    private final FrontendQueue queue;
    private final SplitDriverQueue ring;
    private final RequestSlots slots;
    private final long[] addresses = new long[3];
    private final int[] lengths = new int[3];

    BlockDriverQueue(FrontendQueue queue, RequestSlots slots) {
        this.queue = queue;
        this.ring = queue.driver();
        this.slots = slots;
        ring.suppressInterrupts();
    }

    /** Takes a free slot for one request, or {@link #NONE}. */
    public int acquire() {
        return slots.acquire();
    }

    /** Gives a slot back whose request is done, or was never submitted. */
    public void release(int slot) {
        slots.release(slot);
    }

    /** How many slots are free. */
    public int freeSlots() {
        return slots.freeCount();
    }

    /** The address of a slot's data. */
    public long buffer(int slot) {
        return slots.buffer(slot);
    }

    /** Bytes in a slot's data. */
    public int bufferBytes() {
        return slots.bufferBytes();
    }

    /** Reads into the slot's data; false if the ring is full. */
    public boolean read(int slot, long offset, int bytes) {
        return submit(slot, BlockRequestType.IN, offset, 0, bytes);
    }

    /** Writes the slot's data; false if the ring is full. */
    public boolean write(int slot, long offset, int bytes) {
        return submit(slot, BlockRequestType.OUT, offset, bytes, 0);
    }

    /** Makes durable what was answered before; false if the ring is full. */
    public boolean flush(int slot) {
        return submit(slot, BlockRequestType.FLUSH, 0, 0, 0);
    }

    /** Tells that a range is of no use any more; false if the ring is full. */
    public boolean discard(int slot, long offset, long bytes) {
        return submitRange(slot, BlockRequestType.DISCARD, offset, bytes, 0);
    }

    /** Makes a range read as zeros; false if the ring is full. */
    public boolean writeZeroes(int slot, long offset, long bytes, boolean mayUnmap) {
        return submitRange(
                slot, BlockRequestType.WRITE_ZEROES, offset, bytes, mayUnmap ? BlockRequestLayout.FLAG_UNMAP : 0);
    }

    /** Reads the device's serial number into the slot's data; false if the ring is full. */
    public boolean getId(int slot) {
        return submit(slot, BlockRequestType.GET_ID, 0, 0, BlockRequestLayout.ID_BYTES);
    }

    private boolean submitRange(int slot, BlockRequestType type, long offset, long bytes, int flags) {
        long range = slots.buffer(slot);
        RawMemory.putLong(range + BlockRequestLayout.SEGMENT_SECTOR, offset / BlockRequestLayout.SECTOR_BYTES);
        RawMemory.putInt(
                range + BlockRequestLayout.SEGMENT_NUM_SECTORS, (int) (bytes / BlockRequestLayout.SECTOR_BYTES));
        RawMemory.putInt(range + BlockRequestLayout.SEGMENT_FLAGS, flags);
        return submit(slot, type, 0, BlockRequestLayout.SEGMENT_BYTES, 0);
    }

    private boolean submit(int slot, BlockRequestType type, long offset, int sent, int received) {
        if (sent + received > slots.bufferBytes()) {
            throw new IllegalArgumentException(
                    (sent + received) + " bytes in one request: at most " + slots.bufferBytes() + " fit");
        }
        long header = slots.header(slot);
        RawMemory.putLong(header + BlockRequestLayout.TYPE, type.wireValue());
        RawMemory.putLong(header + BlockRequestLayout.SECTOR, offset / BlockRequestLayout.SECTOR_BYTES);
        RawMemory.putByte(slots.status(slot), UNANSWERED);
        addresses[0] = header;
        lengths[0] = BlockRequestLayout.HEADER_BYTES;
        int count = 1;
        if (sent + received > 0) {
            addresses[1] = slots.buffer(slot);
            lengths[1] = sent + received;
            count = 2;
        }
        addresses[count] = slots.status(slot);
        lengths[count] = BlockRequestLayout.STATUS_BYTES;
        int writable = received > 0 ? 2 : 1;
        return ring.offer(addresses, lengths, count + 1 - writable, writable, slot);
    }

    /** Shows the device what was submitted, and wakes it if it sleeps. */
    public void publish() {
        queue.publish();
    }

    /** A slot whose request is done, or {@link #NONE}. */
    public int poll() {
        return ring.pollUsed();
    }

    /** How the request of a slot went, a {@link io.ipdk.virtio.block.protocol.BlockStatus}. */
    public byte status(int slot) {
        return RawMemory.getByte(slots.status(slot));
    }

    /** How many requests are on their way. */
    public int inFlight() {
        return ring.inFlight();
    }

    /** What the device did to the ring that makes no sense, null while the ring works. */
    public @Nullable RingFault brokenReason() {
        return ring.brokenReason();
    }

    FrontendQueue frontendQueue() {
        return queue;
    }
}
