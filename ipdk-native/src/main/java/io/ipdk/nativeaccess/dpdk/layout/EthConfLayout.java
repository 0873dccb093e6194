package io.ipdk.nativeaccess.dpdk.layout;

/** {@code struct rte_eth_conf} and {@code struct rte_eth_rss_conf}: the fields written here, the same in all ABIs. Immutable. */
public final class EthConfLayout {
    public static final int RX_MODE = 8;
    public static final int RX_MTU = 12;
    public static final int RX_OFFLOADS = 24;
    public static final int TX_OFFLOADS = 72;
    public static final int RSS_CONF = 128;

    /** Inside {@code rte_eth_rss_conf}. */
    public static final int RSS_KEY = 0;

    public static final int RSS_KEY_LENGTH = 8;
    public static final int RSS_TYPES = 16;

    /** {@code RTE_ETH_MQ_RX_RSS}. */
    public static final int MODE_RSS = 1;

    private EthConfLayout() {}
}
