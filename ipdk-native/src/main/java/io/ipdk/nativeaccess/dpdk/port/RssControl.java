package io.ipdk.nativeaccess.dpdk.port;

import io.ipdk.error.UnsupportedException;
import io.ipdk.nativeaccess.dpdk.internal.EalContext;
import io.ipdk.nativeaccess.dpdk.internal.EthdevLibrary;
import io.ipdk.nativeaccess.dpdk.internal.Scratch;
import io.ipdk.nativeaccess.dpdk.layout.EthConfLayout;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.util.Arrays;

/** Reads and changes the RSS of one port. Thread-safe. */
final class RssControl {
    static final int MAX_KEY = 256;

    /** {@code rte_eth_rss_reta_entry64}: a mask, then the queues of 64 hash values. */
    private static final int GROUP = 64;

    private static final int GROUP_BYTES = 136;
    private static final int GROUP_QUEUES = 8;

    private final EalContext context;
    private final EthPort port;
    private final short number;

    RssControl(EalContext context, EthPort port) {
        this.context = context;
        this.port = port;
        number = (short) port.number();
    }

    /** Writes a {@code rte_eth_rss_conf} whose key lies at another address. */
    static void fill(long conf, long keyAddress, RssSettings settings) {
        byte[] key = settings.key();
        if (key.length > 0) {
            RawMemory.copyFromArray(key, 0, keyAddress, key.length);
            RawMemory.putLong(conf + EthConfLayout.RSS_KEY, keyAddress);
            RawMemory.putByte(conf + EthConfLayout.RSS_KEY_LENGTH, (byte) key.length);
        }
        RawMemory.putLong(conf + EthConfLayout.RSS_TYPES, settings.typeBits());
    }

    RssSettings settings() {
        int bytes = context.libraries().abi().rssConfBytes();
        try (Scratch memory = Scratch.allocate(bytes + MAX_KEY)) {
            long conf = memory.address();
            int keyBytes = port.info().hashKeyBytes();
            if (keyBytes > 0) {
                RawMemory.putLong(conf + EthConfLayout.RSS_KEY, conf + bytes);
                RawMemory.putByte(conf + EthConfLayout.RSS_KEY_LENGTH, (byte) keyBytes);
            }
            context.call(
                    "rte_eth_dev_rss_hash_conf_get",
                    port.name(),
                    "",
                    () -> EthdevLibrary.rte_eth_dev_rss_hash_conf_get(number, conf));
            byte[] key = new byte[keyBytes];
            RawMemory.copyToArray(conf + bytes, key, 0, keyBytes);
            RssSettings found = new RssSettings(RssType.of(RawMemory.getLong(conf + EthConfLayout.RSS_TYPES)), key);
            return found;
        }
    }

    void update(RssSettings settings) {
        int bytes = context.libraries().abi().rssConfBytes();
        try (Scratch memory = Scratch.allocate(bytes + MAX_KEY)) {
            fill(memory.address(), memory.address() + bytes, settings);
            context.call(
                    "rte_eth_dev_rss_hash_update",
                    port + ", " + settings,
                    "the key must be as long as the device says, and the kinds among those it can hash",
                    () -> EthdevLibrary.rte_eth_dev_rss_hash_update(number, memory.address()));
        }
    }

    int[] table() {
        int size = tableSize();
        try (Scratch memory = groups(size)) {
            context.call(
                    "rte_eth_dev_rss_reta_query",
                    port.name(),
                    "",
                    () -> EthdevLibrary.rte_eth_dev_rss_reta_query(number, memory.address(), (short) size));
            int[] queues = new int[size];
            for (int i = 0; i < size; i++) {
                queues[i] = RawMemory.getShort(entry(memory.address(), i)) & 0xffff;
            }
            return queues;
        }
    }

    void updateTable(int[] queues) {
        int size = tableSize();
        if (queues.length != size) {
            throw new IllegalArgumentException(
                    queues.length + " entries: the redirection table of " + port + " has " + size);
        }
        try (Scratch memory = groups(size)) {
            for (int i = 0; i < size; i++) {
                RawMemory.putShort(entry(memory.address(), i), (short) queues[i]);
            }
            context.call(
                    "rte_eth_dev_rss_reta_update",
                    port + ", queues "
                            + Arrays.toString(Arrays.stream(queues).distinct().toArray()),
                    "name only queues that were configured",
                    () -> EthdevLibrary.rte_eth_dev_rss_reta_update(number, memory.address(), (short) size));
        }
    }

    private int tableSize() {
        int size = port.info().redirectionTableSize();
        if (size == 0) {
            throw new UnsupportedException(port + " has no redirection table", "use a device with RSS");
        }
        return size;
    }

    private static Scratch groups(int size) {
        int count = (size + GROUP - 1) / GROUP;
        Scratch memory = Scratch.allocate(count * GROUP_BYTES);
        for (int i = 0; i < count; i++) {
            int entries = Math.min(GROUP, size - i * GROUP);
            RawMemory.putLong(memory.address() + (long) i * GROUP_BYTES, -1L >>> (GROUP - entries));
        }
        return memory;
    }

    private static long entry(long groups, int index) {
        return groups + (long) (index / GROUP) * GROUP_BYTES + GROUP_QUEUES + (long) (index % GROUP) * Short.BYTES;
    }
}
