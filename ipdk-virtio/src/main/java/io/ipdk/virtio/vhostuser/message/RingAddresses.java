package io.ipdk.virtio.vhostuser.message;

import io.ipdk.virtio.memory.GuestMemory;
import io.ipdk.virtio.queue.SplitRingLayout;

/**
 * Where the three parts of a split ring are, as the front end names them. Immutable.
 *
 * @param descriptors user address of the descriptor table, 16-byte aligned
 * @param used user address of the used ring, 4-byte aligned
 * @param avail user address of the available ring, 2-byte aligned
 */
public record RingAddresses(long descriptors, long used, long avail) {
    private static final int FLAGS_AT = 4;
    private static final int DESCRIPTORS_AT = 8;
    private static final int USED_AT = 16;
    private static final int AVAIL_AT = 24;

    public static RingAddresses read(VhostUserMessage message) {
        int flags = message.intAt(FLAGS_AT);
        if (flags != 0) {
            throw new ProtocolViolationException(
                    ProtocolViolation.RING_FLAGS,
                    "ring flags 0x" + Integer.toHexString(flags) + ": none can be set without LOG_ALL");
        }
        return new RingAddresses(message.longAt(DESCRIPTORS_AT), message.longAt(USED_AT), message.longAt(AVAIL_AT));
    }

    public void addTo(VhostUserMessage message, int index) {
        message.addInt(index)
                .addInt(0)
                .addLong(descriptors)
                .addLong(used)
                .addLong(avail)
                .addLong(0);
    }

    /** Whether each part lies inside one region of this memory. */
    public boolean isMapped(GuestMemory memory, int size) {
        return memory.translateUser(descriptors, SplitRingLayout.descriptorTableBytes(size)) != GuestMemory.UNMAPPED
                && memory.translateUser(used, SplitRingLayout.usedRingBytes(size)) != GuestMemory.UNMAPPED
                && memory.translateUser(avail, SplitRingLayout.availRingBytes(size)) != GuestMemory.UNMAPPED;
    }

    /** The same parts at addresses of this process; call only where {@link #isMapped}. */
    public RingAddresses translated(GuestMemory memory, int size) {
        RingAddresses host = new RingAddresses(
                memory.translateUser(descriptors, SplitRingLayout.descriptorTableBytes(size)),
                memory.translateUser(used, SplitRingLayout.usedRingBytes(size)),
                memory.translateUser(avail, SplitRingLayout.availRingBytes(size)));
        if (host.descriptors % SplitRingLayout.DESCRIPTOR_TABLE_ALIGNMENT != 0
                || host.used % SplitRingLayout.USED_RING_ALIGNMENT != 0
                || host.avail % SplitRingLayout.AVAIL_RING_ALIGNMENT != 0) {
            throw new ProtocolViolationException(
                    ProtocolViolation.RING_ALIGNMENT,
                    this + ": descriptors, used and avail must be multiples of 16, 4 and 2");
        }
        return host;
    }

    @Override
    public String toString() {
        return "descriptors 0x" + Long.toHexString(descriptors) + ", avail 0x" + Long.toHexString(avail) + ", used 0x"
                + Long.toHexString(used);
    }
}
