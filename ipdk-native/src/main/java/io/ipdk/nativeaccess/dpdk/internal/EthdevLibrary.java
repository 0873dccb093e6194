package io.ipdk.nativeaccess.dpdk.internal;

/** Functions of {@code librte_ethdev}, as they are declared there. Thread-safe as far as each function is. */
public final class EthdevLibrary {
    private EthdevLibrary() {}

    public static native int rte_eth_dev_get_port_by_name(byte[] name, long port);

    public static native int rte_eth_dev_get_name_by_port(short port, long name);

    public static native short rte_eth_find_next_owned_by(short port, long owner);

    public static native int rte_eth_dev_info_get(short port, long info);

    public static native int rte_eth_macaddr_get(short port, long address);

    public static native int rte_eth_dev_default_mac_addr_set(short port, long address);

    public static native int rte_eth_dev_configure(short port, short rxQueues, short txQueues, long configuration);

    public static native int rte_eth_rx_queue_setup(
            short port, short queue, short descriptors, int socket, long configuration, long pool);

    public static native int rte_eth_tx_queue_setup(
            short port, short queue, short descriptors, int socket, long configuration);

    public static native int rte_eth_dev_start(short port);

    public static native int rte_eth_dev_stop(short port);

    public static native int rte_eth_dev_close(short port);

    public static native int rte_eth_dev_get_mtu(short port, long mtu);

    public static native int rte_eth_dev_set_mtu(short port, short mtu);

    public static native int rte_eth_promiscuous_enable(short port);

    public static native int rte_eth_promiscuous_disable(short port);

    public static native int rte_eth_promiscuous_get(short port);

    public static native int rte_eth_allmulticast_enable(short port);

    public static native int rte_eth_allmulticast_disable(short port);

    public static native int rte_eth_allmulticast_get(short port);

    public static native int rte_eth_link_get_nowait(short port, long link);

    public static native int rte_eth_dev_set_link_up(short port);

    public static native int rte_eth_dev_set_link_down(short port);

    public static native int rte_eth_stats_get(short port, long stats);

    public static native int rte_eth_stats_reset(short port);

    public static native int rte_eth_xstats_get_names(short port, long names, int count);

    public static native int rte_eth_xstats_get(short port, long values, int count);

    public static native int rte_eth_xstats_reset(short port);

    public static native int rte_eth_dev_rss_hash_update(short port, long configuration);

    public static native int rte_eth_dev_rss_hash_conf_get(short port, long configuration);

    public static native int rte_eth_dev_rss_reta_update(short port, long entries, short count);

    public static native int rte_eth_dev_rss_reta_query(short port, long entries, short count);

    public static native short rte_eth_call_rx_callbacks(
            short port, short queue, long mbufs, short received, short wanted, long opaque);

    public static native short rte_eth_call_tx_callbacks(short port, short queue, long mbufs, short count, long opaque);

    public static native int rte_flow_validate(short port, long attributes, long pattern, long actions, long error);

    public static native long rte_flow_create(short port, long attributes, long pattern, long actions, long error);

    public static native int rte_flow_destroy(short port, long flow, long error);

    public static native int rte_flow_flush(short port, long error);

    public static native int rte_flow_query(short port, long flow, long action, long data, long error);
}
