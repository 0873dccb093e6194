package io.ipdk.virtio.net.protocol;

import io.ipdk.virtio.VirtioFeature;

/**
 * Offsets in {@code struct virtio_net_hdr}, which precedes every frame in a ring; all fields are little-endian.
 *
 * <pre>
 *   0       1       2               4               6               8               10              12
 *  +-------+-------+---------------+---------------+---------------+---------------+---------------+
 *  | flags |gsoType|  hdr_len      |  gso_size     |  csum_start   |  csum_offset  |  num_buffers  |
 *  +-------+-------+---------------+---------------+---------------+---------------+---------------+
 * </pre>
 *
 * num_buffers is there with VERSION_1 or MRG_RXBUF. Source: VIRTIO 1.3, clause 5.1.6. Immutable.
 */
public final class NetHeaderLayout {
    /** The first eight bytes are read and written as one word. */
    public static final int WORD = 0;

    public static final int CSUM_OFFSET = 8;
    public static final int NUM_BUFFERS = 10;

    /** Length with num_buffers. */
    public static final int BYTES = 12;

    /** Length without num_buffers: drivers before VERSION_1. */
    public static final int LEGACY_BYTES = 10;

    /** Flag: the checksum from csum_start to the end is still to be stored at csum_start + csum_offset. */
    public static final int NEEDS_CSUM = 1;

    public static final int GSO_NONE = 0;
    public static final int GSO_TCPV4 = 1;
    public static final int GSO_TCPV6 = 4;

    /** Added to a TCP type: the frame has a congestion mark (CWR). */
    public static final int GSO_ECN = 0x80;

    private NetHeaderLayout() {}

    /** The header's length under these features. */
    public static int bytes(long features) {
        return (features & (NetFeature.MRG_RXBUF | VirtioFeature.VERSION_1)) != 0 ? BYTES : LEGACY_BYTES;
    }

    public static int flags(long word) {
        return (int) word & 0xff;
    }

    public static int gsoType(long word) {
        return (int) (word >>> 8) & 0xff;
    }

    public static int headerLength(long word) {
        return (int) (word >>> 16) & 0xffff;
    }

    public static int gsoSize(long word) {
        return (int) (word >>> 32) & 0xffff;
    }

    public static int checksumStart(long word) {
        return (int) (word >>> 48);
    }

    public static long word(int flags, int gsoType, int headerLength, int gsoSize, int checksumStart) {
        return flags
                | ((long) gsoType << 8)
                | ((long) headerLength << 16)
                | ((long) gsoSize << 32)
                | ((long) checksumStart << 48);
    }
}
