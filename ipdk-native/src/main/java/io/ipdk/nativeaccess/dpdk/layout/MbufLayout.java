package io.ipdk.nativeaccess.dpdk.layout;

/**
 * {@code struct rte_mbuf}, two cache lines, the same from 22.11 on in builds that keep IOVAs in the mbuf.
 *
 * <pre>
 *   0 buf_addr   8 buf_iova   16 data_off  18 refcnt  20 nb_segs  22 port   24 ol_flags
 *  32 packet_type  36 pkt_len  40 data_len  42 vlan_tci  44 hash  52 vlan_tci_outer  54 buf_len  56 pool
 *  64 next      72 tx_offload  80 shinfo   88 priv_size  90 timesync  92 dynfield1[9]
 * </pre>
 *
 * <p>Immutable.
 */
public final class MbufLayout {
    public static final int BYTES = 128;
    public static final int BUFFER_ADDRESS = 0;

    /** data_off, refcnt, nb_segs and port in one 64-bit word. */
    public static final int REARM = 16;

    public static final int DATA_OFFSET = 16;
    public static final int REFERENCE_COUNT = 18;
    public static final int SEGMENTS = 20;
    public static final int PORT = 22;
    public static final int FLAGS = 24;
    public static final int PACKET_TYPE = 32;
    public static final int PACKET_LENGTH = 36;
    public static final int DATA_LENGTH = 40;
    public static final int VLAN_TAG = 42;
    public static final int HASH = 44;
    public static final int OUTER_VLAN_TAG = 52;
    public static final int BUFFER_LENGTH = 54;
    public static final int POOL = 56;
    public static final int NEXT = 64;
    public static final int TX_OFFLOAD = 72;
    public static final int PRIVATE_SIZE = 88;
    public static final int DYNAMIC_FIELDS = 92;
    public static final int DYNAMIC_FIELDS_BYTES = 36;

    /** Bytes that are kept free before the data of a new mbuf, where its buffer has room for them. */
    public static final int HEADROOM = 128;

    /** {@code RTE_MBUF_F_INDIRECT}: the data belong to another mbuf. */
    public static final long FLAG_INDIRECT = 1L << 62;

    /** {@code RTE_MBUF_F_EXTERNAL}: the data lie in memory of the application. */
    public static final long FLAG_EXTERNAL = 1L << 61;

    private MbufLayout() {}
}
