package io.ipdk.nativeaccess.dpdk.mbuf;

import io.ipdk.nativeaccess.dpdk.layout.MbufLayout;
import io.ipdk.nativeaccess.memory.RawMemory;

/**
 * Reads and writes the fields of an mbuf at its address. Nothing is checked: the address must come from a burst that still
 * holds the mbuf.
 *
 * <p>Thread-safe in itself; an mbuf belongs to one thread at a time.
 */
public final class Mbuf {
    /** {@code RTE_MBUF_F_RX_VLAN}: {@link #vlanTag} is set. */
    public static final long RX_VLAN = 1;

    /** {@code RTE_MBUF_F_RX_RSS_HASH}: {@link #hash} is set. */
    public static final long RX_RSS_HASH = 1 << 1;

    /** {@code RTE_MBUF_F_RX_VLAN_STRIPPED}: the outermost VLAN header was taken off. */
    public static final long RX_VLAN_STRIPPED = 1 << 6;

    /** {@code RTE_MBUF_F_TX_VLAN}: {@link #vlanTag} is to be inserted. */
    public static final long TX_VLAN = 1L << 57;

    // data_off 128, refcnt 1, nb_segs 1, port none.
    private static final long REARMED = MbufLayout.HEADROOM | 1L << 16 | 1L << 32 | 0xffffL << 48;
    private static final long SIMPLE_COUNTS = 1L << 16 | 1L << 32;
    private static final long COUNTS = 0xffff_ffffL << 16;

    private Mbuf() {}

    /** The address of the first byte of the first segment. */
    public static long data(long mbuf) {
        return RawMemory.getLong(mbuf + MbufLayout.BUFFER_ADDRESS)
                + (RawMemory.getShort(mbuf + MbufLayout.DATA_OFFSET) & 0xffff);
    }

    /** Bytes in the first segment. */
    public static int dataLength(long mbuf) {
        return RawMemory.getShort(mbuf + MbufLayout.DATA_LENGTH) & 0xffff;
    }

    /** Bytes in all segments. */
    public static int packetLength(long mbuf) {
        return RawMemory.getInt(mbuf + MbufLayout.PACKET_LENGTH);
    }

    /** Segments the packet consists of. */
    public static int segments(long mbuf) {
        return RawMemory.getShort(mbuf + MbufLayout.SEGMENTS) & 0xffff;
    }

    /** The next segment; 0 for the last. */
    public static long next(long mbuf) {
        return RawMemory.getLong(mbuf + MbufLayout.NEXT);
    }

    /** The port it came from; 65535 if from none. */
    public static int port(long mbuf) {
        return RawMemory.getShort(mbuf + MbufLayout.PORT) & 0xffff;
    }

    /** Offload flags ({@code ol_flags}). */
    public static long flags(long mbuf) {
        return RawMemory.getLong(mbuf + MbufLayout.FLAGS);
    }

    public static void setFlags(long mbuf, long flags) {
        RawMemory.putLong(mbuf + MbufLayout.FLAGS, flags);
    }

    /** The RSS hash the device computed. */
    public static int hash(long mbuf) {
        return RawMemory.getInt(mbuf + MbufLayout.HASH);
    }

    /** The VLAN tag control information of the descriptor. */
    public static int vlanTag(long mbuf) {
        return RawMemory.getShort(mbuf + MbufLayout.VLAN_TAG) & 0xffff;
    }

    public static void setVlanTag(long mbuf, int tag) {
        RawMemory.putShort(mbuf + MbufLayout.VLAN_TAG, (short) tag);
    }

    /** What the device recognised ({@code packet_type}). */
    public static int packetType(long mbuf) {
        return RawMemory.getInt(mbuf + MbufLayout.PACKET_TYPE);
    }

    /** Bytes that can be added before the data. */
    public static int headroom(long mbuf) {
        return RawMemory.getShort(mbuf + MbufLayout.DATA_OFFSET) & 0xffff;
    }

    /** Bytes that can be added behind the data of a packet of one segment. */
    public static int tailroom(long mbuf) {
        return (RawMemory.getShort(mbuf + MbufLayout.BUFFER_LENGTH) & 0xffff) - headroom(mbuf) - dataLength(mbuf);
    }

    /** Sets the length of a packet of one segment. */
    static void setLength(long mbuf, int length) {
        RawMemory.putShort(mbuf + MbufLayout.DATA_LENGTH, (short) length);
        RawMemory.putInt(mbuf + MbufLayout.PACKET_LENGTH, length);
    }

    /** Moves the start of the data of the first segment: forward drops bytes, backward makes room. */
    static void moveStart(long mbuf, int bytes) {
        RawMemory.putShort(mbuf + MbufLayout.DATA_OFFSET, (short) (headroom(mbuf) + bytes));
        RawMemory.putShort(mbuf + MbufLayout.DATA_LENGTH, (short) (dataLength(mbuf) - bytes));
        RawMemory.putInt(mbuf + MbufLayout.PACKET_LENGTH, packetLength(mbuf) - bytes);
    }

    /** What {@code rte_pktmbuf_alloc} does to an mbuf fresh from the pool, and sets the length. */
    static void initialize(long mbuf, int length) {
        RawMemory.putLong(mbuf + MbufLayout.REARM, REARMED);
        RawMemory.putLong(mbuf + MbufLayout.FLAGS, 0);
        RawMemory.putInt(mbuf + MbufLayout.PACKET_TYPE, 0);
        RawMemory.putInt(mbuf + MbufLayout.PACKET_LENGTH, length);
        // data_len and vlan_tci are neighbours.
        RawMemory.putInt(mbuf + MbufLayout.DATA_LENGTH, length & 0xffff);
        RawMemory.putShort(mbuf + MbufLayout.OUTER_VLAN_TAG, (short) 0);
        RawMemory.putLong(mbuf + MbufLayout.TX_OFFLOAD, 0);
    }

    /** Whether it can go straight back to this pool: nobody else refers to it, one segment, data of its own. */
    static boolean isSimple(long mbuf, long pool) {
        return (RawMemory.getLong(mbuf + MbufLayout.REARM) & COUNTS) == SIMPLE_COUNTS
                && RawMemory.getLong(mbuf + MbufLayout.POOL) == pool
                && (RawMemory.getLong(mbuf + MbufLayout.FLAGS) & (MbufLayout.FLAG_INDIRECT | MbufLayout.FLAG_EXTERNAL))
                        == 0;
    }

    static long pool(long mbuf) {
        return RawMemory.getLong(mbuf + MbufLayout.POOL);
    }

    /** The bytes a dynamic field occupies start here. */
    public static long fieldAddress(long mbuf, int offset) {
        return mbuf + offset;
    }
}
