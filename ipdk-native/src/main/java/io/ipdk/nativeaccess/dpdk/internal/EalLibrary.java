package io.ipdk.nativeaccess.dpdk.internal;

/** Functions of {@code librte_eal}, as they are declared there. Thread-safe as far as each function is. */
public final class EalLibrary {
    private EalLibrary() {}

    public static native long rte_version();

    public static native int rte_eal_init(int argumentCount, long arguments);

    public static native int rte_eal_cleanup();

    public static native int rte_eal_hotplug_add(byte[] bus, byte[] name, byte[] arguments);

    public static native int rte_eal_hotplug_remove(byte[] bus, byte[] name);

    public static native int rte_eal_iova_mode();

    public static native int rte_eal_has_hugepages();

    public static native long rte_eal_get_runtime_dir();

    public static native int rte_thread_register();

    public static native void rte_thread_unregister();

    public static native long rte_strerror(int errno);
}
