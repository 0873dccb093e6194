package io.ipdk.virtio.queue;

import static io.ipdk.virtio.queue.SplitRingLayout.AVAIL_FLAGS;
import static io.ipdk.virtio.queue.SplitRingLayout.AVAIL_HEADS;
import static io.ipdk.virtio.queue.SplitRingLayout.AVAIL_INDEX;
import static io.ipdk.virtio.queue.SplitRingLayout.AVAIL_NO_INTERRUPT;
import static io.ipdk.virtio.queue.SplitRingLayout.AVAIL_RING_ALIGNMENT;
import static io.ipdk.virtio.queue.SplitRingLayout.DESCRIPTOR_TABLE_ALIGNMENT;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_ELEMENTS;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_ELEMENT_BYTES;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_FLAGS;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_INDEX;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_NO_NOTIFY;
import static io.ipdk.virtio.queue.SplitRingLayout.USED_RING_ALIGNMENT;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.memory.GuestMemory;
import org.jspecify.annotations.Nullable;

/**
 * The device's side of a split ring: takes chains the driver offers, and gives them back used (virtio 1.2, §2.7).
 *
 * <p>One burst is {@link #available}, then {@link #next} and {@link #addUsed} in any order and number, then {@link
 * #publish}, then {@link #interruptNeeded}; the package description shows it. Every chain that {@code next} hands out is
 * given to {@code addUsed} exactly once, faulty ones too, or back with {@link #unfetch}.
 *
 * <p>Nothing a driver writes throws. A chain against the rules comes out {@linkplain DescriptorChain#isFaulty faulty};
 * where the ring itself makes no sense it is {@linkplain #isBroken broken} and hands out nothing more.
 *
 * <p>Confined to one thread at a time: the one that holds the queue's gate.
 */
public final class SplitDeviceQueue {
    private final int size;
    private final int mask;
    private final boolean eventIndex;
    private final ChainReader reader;

    private long availRing;
    private long usedRing;

    // Indices run freely in 32 bits; only their low 16 are in the ring.

    /** The next avail entry to fetch, and the end of those known to be there. */
    private int availNext;

    private int availEnd;
    /** The next used entry to write, and the end of those the driver may see. */
    private int usedNext;

    private int usedPublished;
    /** How far the driver was told, and whether it was ever asked if it wants to be. */
    private int usedNotified;

    private boolean asked;

    /** Where this queue object found the indices; what was fetched since and not used since is in flight. */
    private final int availStart;

    private final int usedStart;

    /** The heads fetched, by avail slot, so that they can be given back. */
    private final char[] fetched;
    /** By head: whether the device holds the chain. */
    private final boolean[] inFlight;

    /** What outlives this process, or null if nothing does. */
    private final @Nullable InflightRegion region;

    /** How many chains were handed out that an earlier process had left behind. */
    private int resubmitted;

    private @Nullable RingFault brokenReason;

    /**
     * Takes over a ring. The used index is read back from the ring, which outlives the device (a front end hands over the
     * avail index only).
     *
     * @param memory where the driver's addresses lead
     * @param size the queue size, a power of two
     * @param descriptorTable host address of the descriptor table; the whole table, as the rings, must be mapped
     * @param availRing host address of the avail ring
     * @param usedRing host address of the used ring
     * @param availIndex the next avail entry to fetch, modulo 65536
     * @param features the negotiated features; those of {@link RingFeature} matter
     * @throws IllegalArgumentException if the size is not valid or an address not aligned
     */
    public SplitDeviceQueue(
            GuestMemory memory,
            int size,
            long descriptorTable,
            long availRing,
            long usedRing,
            int availIndex,
            long features) {
        this(memory, size, descriptorTable, availRing, usedRing, availIndex, features, null);
    }

    /**
     * Takes over a ring whose chains in flight are remembered. Those that an earlier process fetched and did not return come
     * first, in the order in which they were fetched then; {@link #available} counts them, {@link #next} hands them out.
     *
     * @param availIndex the next avail entry to fetch; where chains were left behind, the used index and their number say it
     * @param region where to remember, or null for nowhere
     */
    public SplitDeviceQueue(
            GuestMemory memory,
            int size,
            long descriptorTable,
            long availRing,
            long usedRing,
            int availIndex,
            long features,
            @Nullable InflightRegion region) {
        this.size = SplitRingLayout.requireQueueSize(size);
        this.mask = size - 1;
        this.eventIndex = (features & RingFeature.EVENT_IDX) != 0;
        this.reader = new ChainReader(memory, size, descriptorTable, (features & RingFeature.INDIRECT_DESC) != 0);
        this.fetched = new char[size];
        this.inFlight = new boolean[size];
        rebind(memory, descriptorTable, availRing, usedRing);
        this.region = region;
        usedStart = RawMemory.getShort(usedRing + USED_INDEX) & 0xffff;
        usedNext = usedStart;
        usedPublished = usedStart;
        usedNotified = usedStart;
        int left = region == null ? 0 : region.recover(usedStart);
        availStart = (left == 0 ? availIndex : usedStart + left) & 0xffff;
        availNext = availStart;
        availEnd = availStart;
    }

    /**
     * Follows the ring to other host addresses, after the memory table changed. Chains in flight keep the addresses they
     * have: the caller drains the queue first if a region they use goes away.
     */
    public void rebind(GuestMemory memory, long descriptorTable, long newAvailRing, long newUsedRing) {
        SplitRingLayout.requireAligned("descriptor table", descriptorTable, DESCRIPTOR_TABLE_ALIGNMENT);
        availRing = SplitRingLayout.requireAligned("avail ring", newAvailRing, AVAIL_RING_ALIGNMENT);
        usedRing = SplitRingLayout.requireAligned("used ring", newUsedRing, USED_RING_ALIGNMENT);
        reader.rebind(memory, descriptorTable);
    }

    /** How many chains can be fetched, 0 to the queue size; looks at the ring. */
    public int available() {
        if (brokenReason != null) {
            return 0;
        }
        // Acquire: heads and descriptors are read after the index that covers them.
        short index = RawMemory.getShortAcquire(availRing + AVAIL_INDEX);
        int count = (index - availNext) & 0xffff;
        if (count > size) {
            breakRing(RingFault.AVAIL_INDEX_JUMP);
            return 0;
        }
        availEnd = availNext + count;
        return Math.min(leftBehind() + count, size);
    }

    /**
     * Fetches the next chain of those the last {@link #available} saw.
     *
     * @return false if there is none, or the ring broke; the chain then is as it was
     */
    public boolean next(DescriptorChain chain) {
        if (region != null && region.leftBehind() != 0) {
            int head = region.takeLeftBehind();
            inFlight[head] = true;
            resubmitted++;
            reader.read(head, chain);
            return true;
        }
        int index = availNext;
        if (index == availEnd) {
            return false;
        }
        int slot = index & mask;
        int head = RawMemory.getShort(availRing + AVAIL_HEADS + 2L * slot) & 0xffff;
        if (head >= size) {
            breakRing(RingFault.HEAD_OUT_OF_RANGE);
            return false;
        }
        if (inFlight[head]) {
            breakRing(RingFault.HEAD_IN_FLIGHT);
            return false;
        }
        inFlight[head] = true;
        if (region != null) {
            region.fetched(head);
        }
        fetched[slot] = (char) head;
        availNext = index + 1;
        reader.read(head, chain);
        return true;
    }

    /**
     * Gives the chains fetched last back to the avail ring, as if they had not been fetched; none of them may have been
     * used. Chains left behind by an earlier process cannot be given back.
     */
    public void unfetch(int chains) {
        for (int i = 0; i < chains; i++) {
            int head = fetched[(availNext - 1) & mask];
            requireInFlight(head);
            inFlight[head] = false;
            availNext--;
            if (region != null) {
                region.givenBack(head);
            }
        }
    }

    /**
     * Returns a chain to the driver, which sees it after the next {@link #publish}.
     *
     * @param head the chain's head
     * @param writtenBytes how many bytes were written, from the start of the writable part without a gap
     * @throws IllegalStateException if the chain is not in flight: an error of the caller, not of the driver
     */
    public void addUsed(int head, int writtenBytes) {
        requireInFlight(head);
        inFlight[head] = false;
        if (region != null) {
            region.returned(head);
        }
        long element = usedRing + USED_ELEMENTS + (long) (usedNext & mask) * USED_ELEMENT_BYTES;
        RawMemory.putInt(element, head);
        RawMemory.putInt(element + 4, writtenBytes);
        usedNext++;
    }

    private void requireInFlight(int head) {
        if (!inFlight[head]) {
            throw new IllegalStateException("chain " + head + " is not in flight: each is returned exactly once");
        }
    }

    /**
     * Shows the driver all chains returned so far.
     *
     * @return how many are new to it
     */
    public int publish() {
        int count = usedNext - usedPublished;
        if (count != 0) {
            // Release: the elements, and what was written into the buffers, are there before the index covers them.
            RawMemory.putShortRelease(usedRing + USED_INDEX, (short) usedNext);
            usedPublished = usedNext;
            if (region != null) {
                region.published(usedNext);
            }
        }
        return count;
    }

    /**
     * Whether the driver wants to be interrupted for what was published since the last question. To be asked once a burst,
     * after {@link #publish}.
     */
    public boolean interruptNeeded() {
        int count = usedPublished - usedNotified;
        if (count == 0) {
            return false;
        }
        usedNotified = usedPublished;
        // The used index must be visible before the driver's wish is read, or both sides could miss each other.
        RawMemory.fullFence();
        if (!asked) {
            // Before this queue object the ring may have had another, whose last notification may be lost.
            asked = true;
            return true;
        }
        if (!eventIndex) {
            return (RawMemory.getShortAcquire(availRing + AVAIL_FLAGS) & AVAIL_NO_INTERRUPT) == 0;
        }
        int event = RawMemory.getShortAcquire(availRing + SplitRingLayout.usedEvent(size));
        return EventIndex.passed(event, usedPublished, count);
    }

    /** Asks the driver not to kick, for as long as the ring is polled. */
    public void suppressKicks() {
        // With event words there is nothing to write: the word stays behind, and is passed once in 65536 chains.
        if (!eventIndex) {
            RawMemory.putShort(usedRing + USED_FLAGS, (short) USED_NO_NOTIFY);
        }
    }

    /**
     * Asks the driver to kick for the next chain it offers; to be called before the poller sleeps.
     *
     * @return true if there is a chain already, for which no kick may come: poll instead of sleeping
     */
    public boolean armKicks() {
        if (brokenReason != null) {
            return false;
        }
        if (eventIndex) {
            RawMemory.putShort(usedRing + SplitRingLayout.availEvent(size), (short) availNext);
        } else {
            RawMemory.putShort(usedRing + USED_FLAGS, (short) 0);
        }
        // The wish must be visible before the index is looked at again, or both sides could miss each other.
        RawMemory.fullFence();
        return leftBehind() != 0 || RawMemory.getShortAcquire(availRing + AVAIL_INDEX) != (short) availNext;
    }

    private void breakRing(RingFault reason) {
        brokenReason = reason;
        availEnd = availNext;
    }

    /** The next avail entry to fetch, modulo 65536: what a front end gets when it stops the ring. */
    public int availIndex() {
        return availNext & 0xffff;
    }

    /** The next used entry to write, modulo 65536. */
    public int usedIndex() {
        return usedNext & 0xffff;
    }

    /** How many chains were fetched and neither used nor given back. */
    public int inFlight() {
        return resubmitted + (availNext - availStart) - (usedNext - usedStart);
    }

    /** How many chains are still to be fetched that an earlier process had fetched and did not return. */
    public int leftBehind() {
        return region == null ? 0 : region.leftBehind();
    }

    /** The number of descriptors in the table. */
    public int size() {
        return size;
    }

    /** Whether the driver left the ring in a state that makes no sense. */
    public boolean isBroken() {
        return brokenReason != null;
    }

    /** What the driver did, null while the ring works. */
    public @Nullable RingFault brokenReason() {
        return brokenReason;
    }

    @Override
    public String toString() {
        return "split ring of " + size + ", avail " + availIndex() + ", used " + usedIndex() + ", " + inFlight()
                + " in flight" + (brokenReason == null ? "" : ", broken: " + brokenReason);
    }
}
