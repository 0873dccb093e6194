package io.ipdk.nativeaccess.dpdk.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every number of the layouts against the headers of every release they stand for. */
class LayoutTest {
    @TestFactory
    Stream<DynamicTest> everyOffsetIsThatOfTheHeaders() {
        return Arrays.stream(DpdkAbi.values()).flatMap(abi -> {
            HeaderFacts facts = HeaderFacts.of(abi);
            return numbers(abi).entrySet().stream()
                    .map(entry -> DynamicTest.dynamicTest(
                            abi.release() + " " + entry.getKey(),
                            () -> assertThat(entry.getValue()).isEqualTo(facts.number(entry.getKey()))));
        });
    }

    private static Map<String, Integer> numbers(DpdkAbi abi) {
        Map<String, Integer> all = new java.util.TreeMap<>();
        fastPath(all, abi.fastPath());
        ethernet(all, abi);
        mbuf(all);
        mempool(all);
        flow(all);
        return all;
    }

    private static void fastPath(Map<String, Integer> all, FastPathLayout layout) {
        all.put("rte_eth_fp_ops", FastPathLayout.BYTES);
        all.put("rte_eth_fp_ops.rx_pkt_burst", layout.rxBurst());
        all.put("rte_eth_fp_ops.rxq.data", layout.rxData());
        all.put("rte_eth_fp_ops.rxq.clbk", layout.rxCallbacks());
        all.put("rte_eth_fp_ops.tx_pkt_burst", layout.txBurst());
        all.put("rte_eth_fp_ops.tx_pkt_prepare", layout.txPrepare());
        all.put("rte_eth_fp_ops.txq.data", layout.txData());
        all.put("rte_eth_fp_ops.txq.clbk", layout.txCallbacks());
    }

    private static void ethernet(Map<String, Integer> all, DpdkAbi abi) {
        EthDevInfoLayout info = abi.devInfo();
        all.put("rte_eth_dev_info", EthDevInfoLayout.BYTES);
        all.put("rte_eth_dev_info.driver_name", EthDevInfoLayout.DRIVER_NAME);
        all.put("rte_eth_dev_info.min_mtu", EthDevInfoLayout.MIN_MTU);
        all.put("rte_eth_dev_info.max_mtu", EthDevInfoLayout.MAX_MTU);
        all.put("rte_eth_dev_info.max_rx_queues", info.maxRxQueues());
        all.put("rte_eth_dev_info.max_tx_queues", info.maxTxQueues());
        all.put("rte_eth_dev_info.max_mac_addrs", info.maxMacAddresses());
        all.put("rte_eth_dev_info.rx_offload_capa", EthDevInfoLayout.RX_OFFLOADS);
        all.put("rte_eth_dev_info.tx_offload_capa", EthDevInfoLayout.TX_OFFLOADS);
        all.put("rte_eth_dev_info.reta_size", EthDevInfoLayout.RETA_SIZE);
        all.put("rte_eth_dev_info.hash_key_size", EthDevInfoLayout.HASH_KEY_SIZE);
        all.put("rte_eth_dev_info.flow_type_rss_offloads", EthDevInfoLayout.RSS_TYPES);
        all.put("rte_eth_dev_info.rx_desc_lim", EthDevInfoLayout.RX_DESCRIPTOR_LIMITS);
        all.put("rte_eth_dev_info.tx_desc_lim", EthDevInfoLayout.TX_DESCRIPTOR_LIMITS);
        all.put("rte_eth_dev_info.speed_capa", EthDevInfoLayout.SPEED_CAPABILITIES);
        all.put("rte_eth_conf", abi.ethConfBytes());
        all.put("rte_eth_conf.rxmode.mq_mode", EthConfLayout.RX_MODE);
        all.put("rte_eth_conf.rxmode.mtu", EthConfLayout.RX_MTU);
        all.put("rte_eth_conf.rxmode.offloads", EthConfLayout.RX_OFFLOADS);
        all.put("rte_eth_conf.txmode.offloads", EthConfLayout.TX_OFFLOADS);
        all.put("rte_eth_conf.rx_adv_conf.rss_conf", EthConfLayout.RSS_CONF);
        all.put("rte_eth_rss_conf", abi.rssConfBytes());
        all.put("rte_eth_rss_conf.rss_key", EthConfLayout.RSS_KEY);
        all.put("rte_eth_rss_conf.rss_key_len", EthConfLayout.RSS_KEY_LENGTH);
        all.put("rte_eth_rss_conf.rss_hf", EthConfLayout.RSS_TYPES);
        all.put("rte_eth_stats", abi.ethStatsBytes());
        all.put("rte_eth_stats.ipackets", EthStatsLayout.RECEIVED_PACKETS);
        all.put("rte_eth_stats.opackets", EthStatsLayout.SENT_PACKETS);
        all.put("rte_eth_stats.ibytes", EthStatsLayout.RECEIVED_BYTES);
        all.put("rte_eth_stats.obytes", EthStatsLayout.SENT_BYTES);
        all.put("rte_eth_stats.imissed", EthStatsLayout.MISSED);
        all.put("rte_eth_stats.ierrors", EthStatsLayout.RECEIVE_ERRORS);
        all.put("rte_eth_stats.oerrors", EthStatsLayout.SEND_ERRORS);
        all.put("rte_eth_stats.rx_nombuf", EthStatsLayout.NO_MBUF);
        all.put("rte_eth_xstat", EthStatsLayout.EXTENDED_BYTES);
        all.put("rte_eth_xstat.id", EthStatsLayout.EXTENDED_ID);
        all.put("rte_eth_xstat.value", EthStatsLayout.EXTENDED_VALUE);
        all.put("rte_eth_xstat_name", EthStatsLayout.EXTENDED_NAME_BYTES);
        all.put("rte_eth_link", EthStatsLayout.LINK_BYTES);
    }

    private static void mbuf(Map<String, Integer> all) {
        all.put("rte_mbuf", MbufLayout.BYTES);
        all.put("rte_mbuf.buf_addr", MbufLayout.BUFFER_ADDRESS);
        all.put("rte_mbuf.rearm_data", MbufLayout.REARM);
        all.put("rte_mbuf.data_off", MbufLayout.DATA_OFFSET);
        all.put("rte_mbuf.refcnt", MbufLayout.REFERENCE_COUNT);
        all.put("rte_mbuf.nb_segs", MbufLayout.SEGMENTS);
        all.put("rte_mbuf.port", MbufLayout.PORT);
        all.put("rte_mbuf.ol_flags", MbufLayout.FLAGS);
        all.put("rte_mbuf.packet_type", MbufLayout.PACKET_TYPE);
        all.put("rte_mbuf.pkt_len", MbufLayout.PACKET_LENGTH);
        all.put("rte_mbuf.data_len", MbufLayout.DATA_LENGTH);
        all.put("rte_mbuf.vlan_tci", MbufLayout.VLAN_TAG);
        all.put("rte_mbuf.hash", MbufLayout.HASH);
        all.put("rte_mbuf.vlan_tci_outer", MbufLayout.OUTER_VLAN_TAG);
        all.put("rte_mbuf.buf_len", MbufLayout.BUFFER_LENGTH);
        all.put("rte_mbuf.pool", MbufLayout.POOL);
        all.put("rte_mbuf.next", MbufLayout.NEXT);
        all.put("rte_mbuf.tx_offload", MbufLayout.TX_OFFLOAD);
        all.put("rte_mbuf.priv_size", MbufLayout.PRIVATE_SIZE);
        all.put("rte_mbuf.dynfield1", MbufLayout.DYNAMIC_FIELDS);
    }

    private static void mempool(Map<String, Integer> all) {
        all.put("rte_mempool", MempoolLayout.BYTES);
        all.put("rte_mempool.name", MempoolLayout.NAME);
        all.put("rte_mempool.size", MempoolLayout.SIZE);
        all.put("rte_mempool.cache_size", MempoolLayout.CACHE_SIZE);
        all.put("rte_mempool.elt_size", MempoolLayout.ELEMENT_BYTES);
        all.put("rte_mempool.ops_index", MempoolLayout.OPS_INDEX);
        all.put("rte_mempool.local_cache", MempoolLayout.LOCAL_CACHE);
        all.put("rte_mempool.populated_size", MempoolLayout.POPULATED);
        all.put("rte_mempool_cache", MempoolLayout.CACHE_BYTES);
        all.put("rte_mempool_cache.size", MempoolLayout.CACHE_WANTED);
        all.put("rte_mempool_cache.flushthresh", MempoolLayout.CACHE_FLUSH_THRESHOLD);
        all.put("rte_mempool_cache.len", MempoolLayout.CACHE_LENGTH);
        all.put("rte_mempool_cache.objs", MempoolLayout.CACHE_OBJECTS);
        all.put("rte_mempool_ops_table", MempoolLayout.OPS_TABLE_BYTES);
        all.put("rte_mempool_ops_table.num_ops", MempoolLayout.OPS_TABLE_COUNT);
        all.put("rte_mempool_ops_table.ops", MempoolLayout.OPS_TABLE_ENTRIES);
        all.put("rte_mempool_ops", MempoolLayout.OPS_BYTES);
        all.put("rte_mempool_ops.name", MempoolLayout.OPS_NAME);
        all.put("rte_mempool_ops.enqueue", MempoolLayout.OPS_ENQUEUE);
        all.put("rte_mempool_ops.dequeue", MempoolLayout.OPS_DEQUEUE);
    }

    private static void flow(Map<String, Integer> all) {
        all.put("rte_flow_attr", FlowLayout.ATTRIBUTES_BYTES);
        all.put("rte_flow_attr.group", FlowLayout.ATTRIBUTES_GROUP);
        all.put("rte_flow_attr.priority", FlowLayout.ATTRIBUTES_PRIORITY);
        all.put("rte_flow_item", FlowLayout.ITEM_BYTES);
        all.put("rte_flow_item.type", FlowLayout.ITEM_TYPE);
        all.put("rte_flow_item.spec", FlowLayout.ITEM_SPEC);
        all.put("rte_flow_item.mask", FlowLayout.ITEM_MASK);
        all.put("rte_flow_action", FlowLayout.ACTION_BYTES);
        all.put("rte_flow_action.type", FlowLayout.ACTION_TYPE);
        all.put("rte_flow_action.conf", FlowLayout.ACTION_CONF);
        all.put("rte_flow_error", FlowLayout.ERROR_BYTES);
        all.put("rte_flow_error.type", FlowLayout.ERROR_TYPE);
        all.put("rte_flow_error.message", FlowLayout.ERROR_MESSAGE);
        all.put("rte_flow_action_rss", FlowLayout.RSS_BYTES);
        all.put("rte_flow_action_rss.types", FlowLayout.RSS_TYPES);
        all.put("rte_flow_action_rss.queue_num", FlowLayout.RSS_QUEUE_COUNT);
        all.put("rte_flow_action_rss.queue", FlowLayout.RSS_QUEUES);
        all.put("rte_flow_query_count", FlowLayout.COUNT_QUERY_BYTES);
        all.put("rte_flow_query_count.hits", FlowLayout.COUNT_QUERY_HITS);
        all.put("rte_flow_query_count.bytes", FlowLayout.COUNT_QUERY_OCTETS);
    }

    @Test
    void aVersionTextNamesItsAbi() {
        assertThat(DpdkAbi.ofVersion("DPDK 22.11.11")).contains(DpdkAbi.ABI_23);
        assertThat(DpdkAbi.ofVersion("DPDK 25.11.0")).contains(DpdkAbi.ABI_26);
    }

    @Test
    void aReleaseBetweenTheLongTermOnesIsUnknown() {
        assertThat(DpdkAbi.ofVersion("DPDK 23.03.0")).isEmpty();
        assertThat(DpdkAbi.ofVersion("DPDK 22.111")).isEmpty();
        assertThat(DpdkAbi.ofVersion("")).isEmpty();
    }
}
