package io.ipdk.virtio.vhostuser.message;

import io.ipdk.virtio.queue.SplitRingLayout;

/**
 * An area for requests in flight as messages describe it; 20 bytes in this order, which some front ends pad to 24. Immutable.
 *
 * @param mmapSize bytes; unused where an area is asked for
 * @param mmapOffset where in the file the area starts, in bytes
 * @param queues number of rings
 * @param queueSize entries of each ring
 */
public record InflightDescription(long mmapSize, long mmapOffset, int queues, int queueSize) {
    private static final int BYTES = 20;
    private static final int ALIGNMENT = 8;

    /** Far more than rings can need, and little enough to map without a thought. */
    private static final long MAX_END = 1L << 30;

    public static InflightDescription read(VhostUserMessage message) {
        return new InflightDescription(message.longAt(0), message.longAt(8), message.shortAt(16), message.shortAt(18));
    }

    /** Appends the description; padded or not, as the other end does it. */
    public void addTo(VhostUserMessage message, boolean padded) {
        message.addLong(mmapSize).addLong(mmapOffset).addInt(queues | queueSize << Short.SIZE);
        if (padded) {
            message.addInt(0);
        }
    }

    /** Whether the description in a message is padded. */
    public static boolean isPadded(VhostUserMessage message) {
        return message.payloadBytes() > BYTES;
    }

    /** Where in the file the area ends. */
    public long end() {
        return mmapOffset + mmapSize;
    }

    /** Checks what can be seen without the file. */
    public void check(int deviceQueues) {
        boolean misplaced = mmapSize < 0
                || mmapOffset < 0
                || mmapOffset % ALIGNMENT != 0
                || mmapOffset > MAX_END
                || mmapSize > MAX_END - mmapOffset;
        if (misplaced || queues < 1 || queues > deviceQueues || !SplitRingLayout.isQueueSize(queueSize)) {
            throw new ProtocolViolationException(
                    ProtocolViolation.INFLIGHT_AREA,
                    this + " for a device of " + deviceQueues
                            + " rings; it must end below 1 GiB, start at a multiple of " + ALIGNMENT
                            + ", and have rings of a power of two up to " + SplitRingLayout.MAX_QUEUE_SIZE);
        }
    }

    @Override
    public String toString() {
        return "inflight area of " + mmapSize + " bytes at file offset 0x" + Long.toHexString(mmapOffset) + " for "
                + queues + " rings of size " + queueSize;
    }
}
