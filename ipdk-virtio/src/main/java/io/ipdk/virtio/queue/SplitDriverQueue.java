package io.ipdk.virtio.queue;

import static io.ipdk.virtio.queue.SplitRingLayout.AVAIL_FLAGS;
import static io.ipdk.virtio.queue.SplitRingLayout.AVAIL_HEADS;
import static io.ipdk.virtio.queue.SplitRingLayout.AVAIL_INDEX;
import static io.ipdk.virtio.queue.SplitRingLayout.AVAIL_NO_INTERRUPT;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_ELEMENTS;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_ELEMENT_BYTES;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_FLAGS;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_INDEX;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_NO_NOTIFY;

import io.ipdk.nativeaccess.memory.RawMemory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The driver's side of a split ring: offers buffers to a device, and gets them back (virtio 1.2, §2.7); the counterpart of
 * {@link SplitDeviceQueue}.
 *
 * <p>One burst is {@link #offer} some times, {@link #publish}, {@link #kickNeeded}; and {@link #pollUsed} until it answers
 * −1. The caller knows its requests by tokens, numbers of its own choice.
 *
 * <p>The device is not trusted either: which descriptors are free, and what is in flight, is kept on the Java heap, and
 * what the used ring says is checked against it. Where it makes no sense the ring is {@linkplain #isBroken broken}.
 *
 * <p>Confined to one thread at a time.
 */
public final class SplitDriverQueue {
    /** What {@link #pollUsed} answers when nothing came back. */
    public static final int NONE = -1;

    private final int size;
    private final int mask;
    private final boolean eventIndex;
    private final long availRing;
    private final long usedRing;
    private final DescriptorWriter writer;

    // Indices run freely in 32 bits; only their low 16 are in the ring.
    private int availNext;
    private int availPublished;
    private int availNotified;
    private boolean asked;
    private int usedNext;
    private int usedEnd;

    /** By head: the caller's token and the bytes the device may write, while the chain is in flight. */
    private final int[] tokens;

    private final int[] writableBytes;

    private int usedLength;
    private long lengthFaults;
    private @Nullable RingFault brokenReason;

    /**
     * Lays out an empty ring in zeroed memory and takes over the driver's side.
     *
     * @param memory host address of {@link #bytesNeeded} bytes of shared memory, a multiple of 16
     * @param guestOffset what to add to a host address to get the address the device knows
     * @param size the queue size, a power of two
     * @param features the negotiated features; those of {@link RingFeature} matter
     * @param indirectEntries how many descriptors a chain may have in an indirect table; 0 for direct chains only
     */
    public SplitDriverQueue(long memory, long guestOffset, int size, long features, int indirectEntries) {
        SplitRingLayout.requireQueueSize(size);
        SplitRingLayout.requireAligned("ring memory", memory, SplitRingLayout.DESCRIPTOR_TABLE_ALIGNMENT);
        if (indirectEntries < 0 || (indirectEntries > 0 && (features & RingFeature.INDIRECT_DESC) == 0)) {
            throw new IllegalArgumentException("indirect tables of " + indirectEntries
                    + " entries: the number must not be negative, and INDIRECT_DESC must be negotiated");
        }
        this.size = size;
        this.mask = size - 1;
        this.eventIndex = (features & RingFeature.EVENT_IDX) != 0;
        this.availRing = memory + DriverRingLayout.availRing(size);
        this.usedRing = memory + DriverRingLayout.usedRing(size);
        this.tokens = new int[size];
        this.writableBytes = new int[size];
        Arrays.fill(tokens, NONE);
        this.writer = new DescriptorWriter(
                memory, guestOffset, size, memory + DriverRingLayout.indirectTables(size), indirectEntries);
    }

    /** The bytes of shared memory a ring takes. */
    public static long bytesNeeded(int size, int indirectEntries) {
        return DriverRingLayout.bytes(size, indirectEntries);
    }

    /**
     * Offers a chain of buffers, which the device sees after the next {@link #publish}.
     *
     * @param addresses host addresses of the buffers, first those the device reads, then those it writes
     * @param lengths their lengths in bytes
     * @param readable how many the device reads
     * @param writable how many the device writes
     * @param token what {@link #pollUsed} answers when the chain comes back, not negative
     * @return false if there are not enough free descriptors
     */
    public boolean offer(long[] addresses, int[] lengths, int readable, int writable, int token) {
        requireToken(token);
        int head = writer.write(addresses, lengths, readable, readable + writable);
        if (head < 0) {
            return false;
        }
        int bytes = 0;
        for (int i = readable; i < readable + writable; i++) {
            bytes += lengths[i];
        }
        makeAvailable(head, token, bytes);
        return true;
    }

    /** Offers one buffer; as {@link #offer(long[], int[], int, int, int)}. */
    public boolean offer(long address, int length, boolean writable, int token) {
        requireToken(token);
        int head = writer.write(address, length, writable);
        if (head < 0) {
            return false;
        }
        makeAvailable(head, token, writable ? length : 0);
        return true;
    }

    private static void requireToken(int token) {
        if (token < 0) {
            throw new IllegalArgumentException("token " + token + ": tokens must not be negative");
        }
    }

    private void makeAvailable(int head, int token, int bytes) {
        tokens[head] = token;
        writableBytes[head] = bytes;
        RawMemory.putShort(availRing + AVAIL_HEADS + 2L * (availNext & mask), (short) head);
        availNext++;
    }

    /**
     * Shows the device all chains offered so far.
     *
     * @return how many are new to it
     */
    public int publish() {
        int count = availNext - availPublished;
        if (count != 0) {
            // Release: heads, descriptors and the buffers' contents are there before the index covers them.
            RawMemory.putShortRelease(availRing + AVAIL_INDEX, (short) availNext);
            availPublished = availNext;
        }
        return count;
    }

    /**
     * Whether the device wants to be kicked for what was published since the last question. To be asked once a burst,
     * after {@link #publish}.
     */
    public boolean kickNeeded() {
        int count = availPublished - availNotified;
        if (count == 0) {
            return false;
        }
        availNotified = availPublished;
        // The avail index must be visible before the device's wish is read, or both sides could miss each other.
        RawMemory.fullFence();
        if (!asked) {
            asked = true;
            return true;
        }
        if (!eventIndex) {
            return (RawMemory.getShortAcquire(usedRing + USED_FLAGS) & USED_NO_NOTIFY) == 0;
        }
        int event = RawMemory.getShortAcquire(usedRing + SplitRingLayout.availEvent(size));
        return EventIndex.passed(event, availPublished, count);
    }

    /**
     * Takes back the next chain the device used.
     *
     * @return the chain's token, or {@link #NONE}
     */
    public int pollUsed() {
        if (usedNext == usedEnd && !lookForUsed()) {
            return NONE;
        }
        long element = usedRing + USED_ELEMENTS + (long) (usedNext & mask) * USED_ELEMENT_BYTES;
        int head = RawMemory.getInt(element);
        int length = RawMemory.getInt(element + 4);
        if (head < 0 || head >= size) {
            return breakRing(RingFault.USED_ID_OUT_OF_RANGE);
        }
        int token = tokens[head];
        if (token == NONE) {
            return breakRing(RingFault.USED_ID_NOT_IN_FLIGHT);
        }
        usedNext++;
        tokens[head] = NONE;
        if (Integer.compareUnsigned(length, writableBytes[head]) > 0) {
            length = writableBytes[head];
            lengthFaults++;
        }
        usedLength = length;
        writer.free(head);
        return token;
    }

    private boolean lookForUsed() {
        if (brokenReason != null) {
            return false;
        }
        // Acquire: elements and buffers are read after the index that covers them.
        short index = RawMemory.getShortAcquire(usedRing + USED_INDEX);
        int count = (index - usedNext) & 0xffff;
        if (count > availPublished - usedNext) {
            breakRing(RingFault.USED_INDEX_JUMP);
            return false;
        }
        usedEnd = usedNext + count;
        return count != 0;
    }

    private int breakRing(RingFault reason) {
        brokenReason = reason;
        usedEnd = usedNext;
        return NONE;
    }

    /**
     * How many bytes the device wrote into the chain that {@link #pollUsed} answered last; never more than the chain has
     * room for.
     */
    public int usedLength() {
        return usedLength;
    }

    /** Asks the device not to interrupt, for as long as the ring is polled. */
    public void suppressInterrupts() {
        // With event words there is nothing to write: the word stays behind, and is passed once in 65536 chains.
        if (!eventIndex) {
            RawMemory.putShort(availRing + AVAIL_FLAGS, (short) AVAIL_NO_INTERRUPT);
        }
    }

    /**
     * Asks the device to interrupt for the next chain it uses; to be called before the poller sleeps.
     *
     * @return true if there is a used chain already, for which no interrupt may come: poll instead of sleeping
     */
    public boolean armInterrupts() {
        if (brokenReason != null) {
            return false;
        }
        if (eventIndex) {
            RawMemory.putShort(availRing + SplitRingLayout.usedEvent(size), (short) usedNext);
        } else {
            RawMemory.putShort(availRing + AVAIL_FLAGS, (short) 0);
        }
        // The wish must be visible before the index is looked at again, or both sides could miss each other.
        RawMemory.fullFence();
        return RawMemory.getShortAcquire(usedRing + USED_INDEX) != (short) usedNext;
    }

    /** Host address of the descriptor table. */
    public long descriptorTable() {
        return writer.table();
    }

    /** Host address of the avail ring. */
    public long availRing() {
        return availRing;
    }

    /** Host address of the used ring. */
    public long usedRing() {
        return usedRing;
    }

    /** The number of descriptors in the table. */
    public int size() {
        return size;
    }

    /** How many descriptors are free; a chain takes one a buffer, or one in all with an indirect table. */
    public int freeDescriptors() {
        return writer.freeDescriptors();
    }

    /** How many chains were offered and did not come back yet. */
    public int inFlight() {
        return availNext - usedNext;
    }

    /** How often the device claimed to have written more than a chain has room for. */
    public long lengthFaults() {
        return lengthFaults;
    }

    /** Whether the device left the ring in a state that makes no sense. */
    public boolean isBroken() {
        return brokenReason != null;
    }

    /** What the device did, null while the ring works. */
    public @Nullable RingFault brokenReason() {
        return brokenReason;
    }

    @Override
    public String toString() {
        return "split ring of " + size + " (driver), avail " + (availNext & 0xffff) + ", used " + (usedNext & 0xffff)
                + (brokenReason == null ? "" : ", broken: " + brokenReason);
    }
}
