package io.ipdk.nativeaccess.dpdk;

import io.ipdk.nativeaccess.dpdk.LayoutReport.Check;
import io.ipdk.nativeaccess.dpdk.internal.BurstFunctions;
import io.ipdk.nativeaccess.dpdk.internal.CText;
import io.ipdk.nativeaccess.dpdk.internal.EalContext;
import io.ipdk.nativeaccess.dpdk.internal.EalLibrary;
import io.ipdk.nativeaccess.dpdk.internal.EthdevLibrary;
import io.ipdk.nativeaccess.dpdk.internal.MappedFiles;
import io.ipdk.nativeaccess.dpdk.internal.MbufLibrary;
import io.ipdk.nativeaccess.dpdk.internal.MempoolLibrary;
import io.ipdk.nativeaccess.dpdk.internal.Scratch;
import io.ipdk.nativeaccess.dpdk.layout.DpdkAbi;
import io.ipdk.nativeaccess.dpdk.layout.EthDevInfoLayout;
import io.ipdk.nativeaccess.dpdk.layout.EthStatsLayout;
import io.ipdk.nativeaccess.dpdk.layout.FastPathLayout;
import io.ipdk.nativeaccess.dpdk.layout.MbufLayout;
import io.ipdk.nativeaccess.dpdk.layout.MempoolLayout;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a null device and a pool, sends one mbuf through it, and compares what the layouts say with what DPDK's exported
 * functions say. A pointer is followed or called only after its value was seen to lead into the right library.
 *
 * <p>Confined to one thread (the EAL's).
 */
final class LayoutProof {
    private static final String DEVICE = "net_null_layouts";
    private static final String POOL = "ipdk_layouts";
    private static final int MBUFS = 63;
    private static final int CACHE = 16;
    private static final int ROOM = 2176;
    private static final int FRAME = 64;
    private static final int NULL_QUEUES = 1024;
    /** All mbufs of the pool lie within so many bytes. */
    private static final int POOL_SPAN = 1 << 20;

    private static final int SCRATCH = 8192;

    private final EalContext context;
    private final DpdkAbi abi;
    private final long scratch;
    private final List<Check> checks = new ArrayList<>();
    private short port;
    private long pool;

    private LayoutProof(EalContext context, DpdkAbi abi, Scratch scratch) {
        this.context = context;
        this.abi = abi;
        this.scratch = scratch.address();
    }

    /** Compares the running DPDK with the layouts of an ABI. */
    static LayoutReport run(EalContext context, DpdkAbi abi) {
        try (Scratch scratch = Scratch.allocate(SCRATCH)) {
            LayoutProof proof = new LayoutProof(context, abi, scratch);
            proof.prove();
            return new LayoutReport(proof.checks);
        }
    }

    private void prove() {
        require(
                "rte_eal_hotplug_add",
                EalLibrary.rte_eal_hotplug_add(
                        CText.of("vdev"), CText.of(DEVICE), CText.of("size=" + FRAME + ",copy=0")));
        require("rte_eth_dev_get_port_by_name", EthdevLibrary.rte_eth_dev_get_port_by_name(CText.of(DEVICE), scratch));
        port = RawMemory.getShort(scratch);
        pool = MbufLibrary.rte_pktmbuf_pool_create(CText.of(POOL), MBUFS, CACHE, (short) 0, (short) ROOM, -1);
        if (pool == 0) {
            throw context.failure("rte_pktmbuf_pool_create", POOL, context.errno(), "give the EAL more memory");
        }
        deviceInfo();
        pool();
        if (agreeing()) {
            start();
            traffic();
            require("rte_eth_dev_stop", EthdevLibrary.rte_eth_dev_stop(port));
        }
        require("rte_eth_dev_close", EthdevLibrary.rte_eth_dev_close(port));
        EalLibrary.rte_eal_hotplug_remove(CText.of("vdev"), CText.of(DEVICE));
        MempoolLibrary.rte_mempool_free(pool);
    }

    private void deviceInfo() {
        EthDevInfoLayout layout = abi.devInfo();
        RawMemory.fill(scratch, SCRATCH, (byte) 0);
        require("rte_eth_dev_info_get", EthdevLibrary.rte_eth_dev_info_get(port, scratch));
        long driver = RawMemory.getLong(scratch + EthDevInfoLayout.DRIVER_NAME);
        String file = MappedFiles.now().fileAt(driver);
        compare("dev_info.driver_name's library", "librte_net_null", family(file));
        if (agreeing()) {
            compare("dev_info.driver_name", "net_null", CText.at(driver));
        }
        compare("dev_info.max_rx_queues", NULL_QUEUES, RawMemory.getShort(scratch + layout.maxRxQueues()));
        compare("dev_info.max_tx_queues", NULL_QUEUES, RawMemory.getShort(scratch + layout.maxTxQueues()));
        compare("dev_info.max_mac_addrs", 1, RawMemory.getInt(scratch + layout.maxMacAddresses()));
    }

    private void pool() {
        byte[] name = new byte[POOL.length()];
        RawMemory.copyToArray(pool + MempoolLayout.NAME, name, 0, name.length);
        compare("mempool.name", POOL, new String(name, java.nio.charset.StandardCharsets.US_ASCII));
        compare("mempool.size", MBUFS, RawMemory.getInt(pool + MempoolLayout.SIZE));
        compare("mempool.cache_size", CACHE, RawMemory.getInt(pool + MempoolLayout.CACHE_SIZE));
        compare("mempool.populated_size", MBUFS, RawMemory.getInt(pool + MempoolLayout.POPULATED));
        compare("mempool.elt_size", MbufLayout.BYTES + ROOM, RawMemory.getInt(pool + MempoolLayout.ELEMENT_BYTES));
        compare("rte_mempool_lookup", pool, MempoolLibrary.rte_mempool_lookup(CText.of(POOL)));
        available("full", MBUFS);
        long table = context.libraries().mempoolOpsTable();
        int index = RawMemory.getInt(pool + MempoolLayout.OPS_INDEX);
        int count = RawMemory.getInt(table + MempoolLayout.OPS_TABLE_COUNT);
        boolean known = count > 0 && count <= MempoolLayout.OPS_TABLE_MAX && index >= 0 && index < count;
        compare("mempool.ops_index below mempool_ops_table.num_ops", true, known);
        if (known) {
            long entry = table + MempoolLayout.OPS_TABLE_ENTRIES + (long) index * MempoolLayout.OPS_BYTES;
            MappedFiles files = MappedFiles.now();
            compare(
                    "mempool_ops.enqueue's library",
                    "librte_mempool_ring",
                    family(files.codeAt(RawMemory.getLong(entry + MempoolLayout.OPS_ENQUEUE))));
            compare(
                    "mempool_ops.dequeue's library",
                    "librte_mempool_ring",
                    family(files.codeAt(RawMemory.getLong(entry + MempoolLayout.OPS_DEQUEUE))));
        }
    }

    private void start() {
        RawMemory.fill(scratch, SCRATCH, (byte) 0);
        require("rte_eth_dev_configure", EthdevLibrary.rte_eth_dev_configure(port, (short) 1, (short) 1, scratch));
        require(
                "rte_eth_rx_queue_setup",
                EthdevLibrary.rte_eth_rx_queue_setup(port, (short) 0, (short) FRAME, -1, 0, pool));
        require("rte_eth_tx_queue_setup", EthdevLibrary.rte_eth_tx_queue_setup(port, (short) 0, (short) FRAME, -1, 0));
        require("rte_eth_dev_start", EthdevLibrary.rte_eth_dev_start(port));
    }

    private void traffic() {
        FastPathLayout layout = abi.fastPath();
        long entry = context.libraries().fastPathArray() + (long) port * FastPathLayout.BYTES;
        long receive = RawMemory.getLong(entry + layout.rxBurst());
        long send = RawMemory.getLong(entry + layout.txBurst());
        MappedFiles files = MappedFiles.now();
        compare("fp_ops.rx_pkt_burst's library", "librte_net_null", family(files.codeAt(receive)));
        compare("fp_ops.tx_pkt_burst's library", "librte_net_null", family(files.codeAt(send)));
        compare("fp_ops.rx_pkt_burst is another function", true, receive != send);
        long rxQueues = RawMemory.getLong(entry + layout.rxData());
        long txQueues = RawMemory.getLong(entry + layout.txData());
        compare("fp_ops has queues", true, rxQueues > SCRATCH && txQueues > SCRATCH);
        if (!agreeing()) {
            return;
        }
        long array = scratch;
        RawMemory.putLong(array, 0);
        int received = BurstFunctions.at(receive).call(RawMemory.getLong(rxQueues), array, 1) & 0xffff;
        long mbuf = RawMemory.getLong(array);
        compare("mbufs received", 1, received);
        if (received != 1) {
            return;
        }
        mbuf(mbuf);
        available("with one mbuf out", MBUFS - 1);
        cache(mbuf);
        int sent = BurstFunctions.at(send).call(RawMemory.getLong(txQueues), array, 1) & 0xffff;
        compare("mbufs sent", 1, sent);
        available("after it was sent", MBUFS);
        if (agreeing()) {
            BurstFunctions.at(receive).call(RawMemory.getLong(rxQueues), array, 1);
            MbufLibrary.rte_pktmbuf_free_bulk(array, 1);
            available("after another was freed", MBUFS);
            statistics();
        }
    }

    private void mbuf(long mbuf) {
        compare("mbuf.pool", pool, RawMemory.getLong(mbuf + MbufLayout.POOL));
        compare("mbuf.buf_addr", mbuf + MbufLayout.BYTES, RawMemory.getLong(mbuf + MbufLayout.BUFFER_ADDRESS));
        compare("mbuf.buf_len", ROOM, RawMemory.getShort(mbuf + MbufLayout.BUFFER_LENGTH));
        compare("mbuf.data_off", MbufLayout.HEADROOM, RawMemory.getShort(mbuf + MbufLayout.DATA_OFFSET));
        compare("mbuf.refcnt", 1, RawMemory.getShort(mbuf + MbufLayout.REFERENCE_COUNT));
        compare("mbuf.nb_segs", 1, RawMemory.getShort(mbuf + MbufLayout.SEGMENTS));
        compare("mbuf.port", port, RawMemory.getShort(mbuf + MbufLayout.PORT));
        compare("mbuf.pkt_len", FRAME, RawMemory.getInt(mbuf + MbufLayout.PACKET_LENGTH));
        compare("mbuf.data_len", FRAME, RawMemory.getShort(mbuf + MbufLayout.DATA_LENGTH));
        compare("mbuf.next", 0, RawMemory.getLong(mbuf + MbufLayout.NEXT));
        compare("rte_mbuf_check", 0, MbufLibrary.rte_mbuf_check(mbuf, 1, scratch + Long.BYTES));
    }

    private void cache(long mbuf) {
        int lcore = RawMemory.getInt(context.libraries().lcoreOfThisThread());
        long cache = RawMemory.getLong(pool + MempoolLayout.LOCAL_CACHE) + (long) lcore * MempoolLayout.CACHE_BYTES;
        compare("mempool_cache.size", CACHE, RawMemory.getInt(cache + MempoolLayout.CACHE_WANTED));
        int length = RawMemory.getInt(cache + MempoolLayout.CACHE_LENGTH);
        compare("mempool_cache.len is in range", true, length > 0 && length < MBUFS);
        if (agreeing()) {
            long top = RawMemory.getLong(cache + MempoolLayout.CACHE_OBJECTS + (length - 1L) * Long.BYTES);
            compare(
                    "mempool_cache.objs has neighbours of the mbuf",
                    true,
                    Math.abs(top - mbuf) < POOL_SPAN && top != mbuf);
        }
    }

    private void statistics() {
        RawMemory.fill(scratch, SCRATCH, (byte) 0);
        require("rte_eth_stats_get", EthdevLibrary.rte_eth_stats_get(port, scratch));
        compare("stats.ipackets", 2, RawMemory.getLong(scratch + EthStatsLayout.RECEIVED_PACKETS));
        compare("stats.opackets", 1, RawMemory.getLong(scratch + EthStatsLayout.SENT_PACKETS));
    }

    private void available(String when, int expected) {
        compare("rte_mempool_avail_count " + when, expected, MempoolLibrary.rte_mempool_avail_count(pool));
    }

    private void require(String function, int result) {
        if (result < 0) {
            throw context.failure(
                    function, DEVICE, -result, "the proof of the layouts needs the null driver: librte_net_null");
        }
    }

    private boolean agreeing() {
        return checks.stream().allMatch(Check::agrees);
    }

    private void compare(String subject, long expected, long found) {
        compare(subject, String.valueOf(expected), String.valueOf(found));
    }

    private void compare(String subject, boolean expected, boolean found) {
        compare(subject, String.valueOf(expected), String.valueOf(found));
    }

    private void compare(String subject, String expected, String found) {
        checks.add(new Check(subject, expected, found));
    }

    /** {@code librte_net_null} of {@code librte_net_null.so.23.0}. */
    private static String family(String file) {
        int suffix = file.indexOf(".so");
        return suffix < 0 ? file : file.substring(0, suffix);
    }
}
