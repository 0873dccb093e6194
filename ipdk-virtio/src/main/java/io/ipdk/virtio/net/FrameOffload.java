package io.ipdk.virtio.net;

import io.ipdk.virtio.net.protocol.NetHeaderLayout;

/**
 * What a sender has left to be done with a frame, in one number, so that it can be kept beside a copy of the frame's bytes:
 * {@link NetFrame#offload} makes it, {@link FrameBurst#wrap} takes it back.
 *
 * <pre>
 *  63                48 47                32 31                16 15          8 7           0
 *  +-------------------+-------------------+-------------------+-------------+-------------+
 *  |  csum_offset      |  csum_start       |  gso_size         |  gso_type   |  flags      |
 *  +-------------------+-------------------+-------------------+-------------+-------------+
 * </pre>
 *
 * Thread-safe.
 */
public final class FrameOffload {
    /** The frame is complete as it is. */
    public static final long NONE = 0;

    private FrameOffload() {}

    /** Puts the fields of a header together. */
    public static long of(int flags, int gsoType, int segmentSize, int checksumStart, int checksumOffset) {
        return flags
                | ((long) gsoType << 8)
                | ((long) segmentSize << 16)
                | ((long) checksumStart << 32)
                | ((long) checksumOffset << 48);
    }

    /** Whether the transport checksum is still to be filled in. */
    public static boolean checksumPending(long offload) {
        return ((int) offload & NetHeaderLayout.NEEDS_CSUM) != 0;
    }

    /** Payload bytes of each segment the frame is to be cut into, 0 if it is one ordinary frame. */
    public static int segmentSize(long offload) {
        return (int) (offload >>> 16) & 0xffff;
    }

    /** Where the range of the pending checksum starts; it goes to the end of the frame. */
    public static int checksumStart(long offload) {
        return (int) (offload >>> 32) & 0xffff;
    }

    /** Where the pending checksum is stored, counted from {@link #checksumStart}. */
    public static int checksumOffset(long offload) {
        return (int) (offload >>> 48);
    }

    /**
     * Fills in the pending checksum of a frame in memory of this process.
     *
     * @param address the frame's first byte
     * @param length its length in bytes
     * @return false if nothing is pending, or the checksum's place is not inside the frame any more
     */
    public static boolean completeChecksum(long address, int length, long offload) {
        int start = checksumStart(offload);
        int offset = checksumOffset(offload);
        if (!checksumPending(offload) || start + offset + 2 > length) {
            return false;
        }
        SoftwareOffload.complete(address, length, start, offset);
        return true;
    }

    /** The first eight bytes of the header in a ring. */
    public static long headerWord(long offload) {
        int flags = (int) offload & 0xff;
        int gsoType = (int) (offload >>> 8) & 0xff;
        return NetHeaderLayout.word(flags, gsoType, 0, segmentSize(offload), checksumStart(offload));
    }
}
