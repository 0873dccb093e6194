package io.ipdk.nativeaccess.dpdk.port;

import io.ipdk.nativeaccess.dpdk.internal.CText;
import io.ipdk.nativeaccess.dpdk.internal.EalContext;
import io.ipdk.nativeaccess.dpdk.internal.EthdevLibrary;
import io.ipdk.nativeaccess.dpdk.internal.Scratch;
import io.ipdk.nativeaccess.dpdk.layout.EthDevInfoLayout;
import io.ipdk.nativeaccess.dpdk.layout.EthStatsLayout;
import io.ipdk.nativeaccess.dpdk.port.EthPortInfo.DescriptorLimits;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.unit.MacAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks a port and reads the structures it answers with. Thread-safe. */
final class PortQueries {
    // Room beyond what the layouts say, should a patch release append a field.
    private static final int SLACK = 512;

    private final EalContext context;
    private final String name;
    private final short number;

    PortQueries(EalContext context, String name, short number) {
        this.context = context;
        this.name = name;
        this.number = number;
    }

    /** The number of the port of that name; negative if there is none. */
    static int numberOf(EalContext context, String name) {
        try (Scratch answer = Scratch.allocate(Short.BYTES)) {
            return context.run(() -> EthdevLibrary.rte_eth_dev_get_port_by_name(CText.of(name), answer.address()) < 0
                    ? -1
                    : u16(answer.address()));
        }
    }

    EthPortInfo info() {
        EthDevInfoLayout layout = context.libraries().abi().devInfo();
        try (Scratch memory = Scratch.allocate(EthDevInfoLayout.BYTES + SLACK)) {
            long info = memory.address();
            call("rte_eth_dev_info_get", () -> EthdevLibrary.rte_eth_dev_info_get(number, info));
            EthPortInfo result = new EthPortInfo(
                    CText.at(RawMemory.getLong(info + EthDevInfoLayout.DRIVER_NAME)),
                    u16(info + EthDevInfoLayout.MIN_MTU),
                    u16(info + EthDevInfoLayout.MAX_MTU),
                    u16(info + layout.maxRxQueues()),
                    u16(info + layout.maxTxQueues()),
                    limits(info + EthDevInfoLayout.RX_DESCRIPTOR_LIMITS),
                    limits(info + EthDevInfoLayout.TX_DESCRIPTOR_LIMITS),
                    RawMemory.getLong(info + EthDevInfoLayout.RX_OFFLOADS),
                    RawMemory.getLong(info + EthDevInfoLayout.TX_OFFLOADS),
                    RssType.of(RawMemory.getLong(info + EthDevInfoLayout.RSS_TYPES)),
                    u16(info + EthDevInfoLayout.RETA_SIZE),
                    RawMemory.getByte(info + EthDevInfoLayout.HASH_KEY_SIZE) & 0xff);
            return result;
        }
    }

    private static DescriptorLimits limits(long address) {
        return new DescriptorLimits(u16(address + 2), u16(address), u16(address + 4));
    }

    MacAddress macAddress() {
        try (Scratch memory = Scratch.allocate(Long.BYTES)) {
            call("rte_eth_macaddr_get", () -> EthdevLibrary.rte_eth_macaddr_get(number, memory.address()));
            long wire = Long.reverseBytes(RawMemory.getLong(memory.address()));
            return new MacAddress(wire >>> 16);
        }
    }

    int mtu() {
        try (Scratch memory = Scratch.allocate(Short.BYTES)) {
            call("rte_eth_dev_get_mtu", () -> EthdevLibrary.rte_eth_dev_get_mtu(number, memory.address()));
            int mtu = u16(memory.address());
            return mtu;
        }
    }

    EthLink link() {
        try (Scratch memory = Scratch.allocate(EthStatsLayout.LINK_BYTES)) {
            call("rte_eth_link_get_nowait", () -> EthdevLibrary.rte_eth_link_get_nowait(number, memory.address()));
            EthLink link = EthLink.of(
                    RawMemory.getInt(memory.address() + EthStatsLayout.LINK_SPEED) & 0xffff_ffffL,
                    u16(memory.address() + EthStatsLayout.LINK_BITS));
            return link;
        }
    }

    EthStats stats() {
        try (Scratch memory = Scratch.allocate(context.libraries().abi().ethStatsBytes() + SLACK)) {
            long stats = memory.address();
            call("rte_eth_stats_get", () -> EthdevLibrary.rte_eth_stats_get(number, stats));
            EthStats result = new EthStats(
                    RawMemory.getLong(stats + EthStatsLayout.RECEIVED_PACKETS),
                    RawMemory.getLong(stats + EthStatsLayout.SENT_PACKETS),
                    RawMemory.getLong(stats + EthStatsLayout.RECEIVED_BYTES),
                    RawMemory.getLong(stats + EthStatsLayout.SENT_BYTES),
                    RawMemory.getLong(stats + EthStatsLayout.MISSED),
                    RawMemory.getLong(stats + EthStatsLayout.RECEIVE_ERRORS),
                    RawMemory.getLong(stats + EthStatsLayout.SEND_ERRORS),
                    RawMemory.getLong(stats + EthStatsLayout.NO_MBUF));
            return result;
        }
    }

    Map<String, Long> extendedStats() {
        return context.run(() -> {
            int count = call("rte_eth_xstats_get_names", () -> EthdevLibrary.rte_eth_xstats_get_names(number, 0, 0));
            if (count == 0) {
                return Map.of();
            }
            try (Scratch names = Scratch.allocate(count * EthStatsLayout.EXTENDED_NAME_BYTES);
                    Scratch values = Scratch.allocate(count * EthStatsLayout.EXTENDED_BYTES)) {
                call(
                        "rte_eth_xstats_get_names",
                        () -> EthdevLibrary.rte_eth_xstats_get_names(number, names.address(), count));
                int valued = call(
                        "rte_eth_xstats_get", () -> EthdevLibrary.rte_eth_xstats_get(number, values.address(), count));
                Map<String, Long> all = new LinkedHashMap<>();
                for (int i = 0; i < Math.min(valued, count); i++) {
                    long value = values.address() + (long) i * EthStatsLayout.EXTENDED_BYTES;
                    long id = RawMemory.getLong(value + EthStatsLayout.EXTENDED_ID);
                    if (id >= 0 && id < count) {
                        all.put(
                                text(names.address() + id * EthStatsLayout.EXTENDED_NAME_BYTES),
                                RawMemory.getLong(value + EthStatsLayout.EXTENDED_VALUE));
                    }
                }
                return Collections.unmodifiableMap(all);
            }
        });
    }

    private static String text(long address) {
        byte[] bytes = new byte[EthStatsLayout.EXTENDED_NAME_BYTES];
        RawMemory.copyToArray(address, bytes, 0, bytes.length);
        String text = new String(bytes, StandardCharsets.US_ASCII);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private int call(String function, java.util.function.IntSupplier body) {
        return context.call(function, name, "", body);
    }

    private static int u16(long address) {
        return RawMemory.getShort(address) & 0xffff;
    }
}
