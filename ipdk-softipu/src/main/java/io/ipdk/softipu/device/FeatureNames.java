package io.ipdk.softipu.device;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The standard's names of feature bits, for people. Source: VIRTIO 1.3, clauses 5.1.3, 5.2.3 and 6. Thread-safe. */
public final class FeatureNames {

    private static final Map<Integer, String> RING = Map.of(
            28, "RING_INDIRECT_DESC",
            29, "RING_EVENT_IDX",
            32, "VERSION_1",
            33, "ACCESS_PLATFORM",
            34, "RING_PACKED",
            35, "IN_ORDER",
            40, "RING_RESET");

    private static final Map<Integer, String> NET = Map.ofEntries(
            Map.entry(0, "CSUM"),
            Map.entry(1, "GUEST_CSUM"),
            Map.entry(3, "MTU"),
            Map.entry(5, "MAC"),
            Map.entry(7, "GUEST_TSO4"),
            Map.entry(8, "GUEST_TSO6"),
            Map.entry(9, "GUEST_ECN"),
            Map.entry(10, "GUEST_UFO"),
            Map.entry(11, "HOST_TSO4"),
            Map.entry(12, "HOST_TSO6"),
            Map.entry(13, "HOST_ECN"),
            Map.entry(14, "HOST_UFO"),
            Map.entry(15, "MRG_RXBUF"),
            Map.entry(16, "STATUS"),
            Map.entry(17, "CTRL_VQ"),
            Map.entry(21, "GUEST_ANNOUNCE"),
            Map.entry(22, "MQ"),
            Map.entry(63, "SPEED_DUPLEX"));

    private static final Map<Integer, String> BLOCK = Map.ofEntries(
            Map.entry(1, "SIZE_MAX"),
            Map.entry(2, "SEG_MAX"),
            Map.entry(4, "GEOMETRY"),
            Map.entry(5, "RO"),
            Map.entry(6, "BLK_SIZE"),
            Map.entry(9, "FLUSH"),
            Map.entry(10, "TOPOLOGY"),
            Map.entry(11, "CONFIG_WCE"),
            Map.entry(12, "MQ"),
            Map.entry(13, "DISCARD"),
            Map.entry(14, "WRITE_ZEROES"));

    /** How the transport and its protocol negotiate, not what the driver uses. */
    private static final long TRANSPORT_BITS = 1L << 30;

    private FeatureNames() {}

    /** The names of a net device's bits. */
    public static Set<String> net(long features) {
        return names(features, NET);
    }

    /** The names of a block device's bits. */
    public static Set<String> block(long features) {
        return names(features, BLOCK);
    }

    private static Set<String> names(long features, Map<Integer, String> device) {
        Map<Integer, String> known = new TreeMap<>(RING);
        known.putAll(device);
        Set<String> names = new TreeSet<>();
        for (long rest = features & ~TRANSPORT_BITS; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            names.add(known.getOrDefault(bit, "BIT_" + bit));
        }
        return names;
    }
}
