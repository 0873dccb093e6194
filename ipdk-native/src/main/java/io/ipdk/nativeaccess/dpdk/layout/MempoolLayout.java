package io.ipdk.nativeaccess.dpdk.layout;

/**
 * {@code struct rte_mempool}, {@code rte_mempool_cache} and {@code rte_mempool_ops_table}: the same from 22.11 on.
 *
 * <p>Immutable.
 */
public final class MempoolLayout {
    public static final int BYTES = 192;
    public static final int NAME = 0;
    public static final int NAME_BYTES = 26;
    public static final int SIZE = 64;
    public static final int CACHE_SIZE = 68;
    public static final int ELEMENT_BYTES = 72;
    public static final int OPS_INDEX = 88;
    public static final int LOCAL_CACHE = 96;
    public static final int POPULATED = 104;

    /** One cache per lcore, one behind the other. */
    public static final int CACHE_BYTES = 8256;

    /** Inside a cache. */
    public static final int CACHE_WANTED = 0;

    public static final int CACHE_FLUSH_THRESHOLD = 4;
    public static final int CACHE_LENGTH = 8;
    public static final int CACHE_OBJECTS = 64;

    /** The most objects a cache can hold. */
    public static final int CACHE_CAPACITY = 1024;

    /** The most objects a cache may be asked to keep: {@code RTE_MEMPOOL_CACHE_MAX_SIZE}. */
    public static final int CACHE_WANTED_MAX = 512;

    /** {@code RTE_MAX_LCORE}. */
    public static final int CACHES = 128;

    /** The table of operations: a header, then the entries. */
    public static final int OPS_TABLE_COUNT = 4;

    public static final int OPS_TABLE_ENTRIES = 64;
    public static final int OPS_TABLE_MAX = 16;
    public static final int OPS_TABLE_BYTES = 2112;
    public static final int OPS_BYTES = 128;
    public static final int OPS_NAME = 0;
    public static final int OPS_NAME_BYTES = 32;
    public static final int OPS_ENQUEUE = 48;
    public static final int OPS_DEQUEUE = 56;

    private MempoolLayout() {}
}
