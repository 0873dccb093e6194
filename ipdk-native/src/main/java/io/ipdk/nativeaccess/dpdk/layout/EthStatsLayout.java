package io.ipdk.nativeaccess.dpdk.layout;

/** {@code rte_eth_stats}, {@code rte_eth_xstat}, {@code rte_eth_xstat_name} and {@code rte_eth_link}. Immutable. */
public final class EthStatsLayout {
    public static final int RECEIVED_PACKETS = 0;
    public static final int SENT_PACKETS = 8;
    public static final int RECEIVED_BYTES = 16;
    public static final int SENT_BYTES = 24;
    public static final int MISSED = 32;
    public static final int RECEIVE_ERRORS = 40;
    public static final int SEND_ERRORS = 48;
    public static final int NO_MBUF = 56;

    public static final int EXTENDED_BYTES = 16;
    public static final int EXTENDED_ID = 0;
    public static final int EXTENDED_VALUE = 8;
    public static final int EXTENDED_NAME_BYTES = 64;

    public static final int LINK_BYTES = 8;
    public static final int LINK_SPEED = 0;
    public static final int LINK_BITS = 4;

    private EthStatsLayout() {}
}
