package io.ipdk.nativeaccess.dpdk.internal;

/** Functions of {@code librte_mbuf}, as they are declared there. Thread-safe as far as each function is. */
public final class MbufLibrary {
    private MbufLibrary() {}

    public static native long rte_pktmbuf_pool_create(
            byte[] name, int count, int cacheSize, short privateBytes, short dataRoom, int socket);

    public static native void rte_pktmbuf_free_bulk(long mbufs, int count);

    public static native int rte_mbuf_check(long mbuf, int isHeader, long reason);

    public static native int rte_mbuf_dynfield_register(long parameters);

    public static native int rte_mbuf_dynfield_lookup(byte[] name, long parameters);
}
