package io.ipdk.nativeaccess.dpdk.internal;

/** Functions of {@code librte_mempool}, as they are declared there. Thread-safe as far as each function is. */
public final class MempoolLibrary {
    private MempoolLibrary() {}

    public static native int rte_mempool_avail_count(long pool);

    public static native long rte_mempool_lookup(byte[] name);

    public static native void rte_mempool_free(long pool);
}
