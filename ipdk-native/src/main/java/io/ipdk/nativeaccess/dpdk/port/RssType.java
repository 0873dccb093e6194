package io.ipdk.nativeaccess.dpdk.port;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** Kinds of packets that RSS can hash: {@code RTE_ETH_RSS_…}. Immutable. */
public enum RssType {
    IPV4(2),
    FRAGMENTED_IPV4(3),
    IPV4_TCP(4),
    IPV4_UDP(5),
    IPV4_SCTP(6),
    IPV4_OTHER(7),
    IPV6(8),
    FRAGMENTED_IPV6(9),
    IPV6_TCP(10),
    IPV6_UDP(11),
    IPV6_SCTP(12),
    IPV6_OTHER(13);

    private final int bit;

    RssType(int bit) {
        this.bit = bit;
    }

    /** The bits that DPDK has for these. */
    public static long bits(Collection<RssType> types) {
        long bits = 0;
        for (RssType type : types) {
            bits |= 1L << type.bit;
        }
        return bits;
    }

    static Set<RssType> of(long bits) {
        Set<RssType> types = EnumSet.noneOf(RssType.class);
        for (RssType type : values()) {
            if ((bits >>> type.bit & 1) != 0) {
                types.add(type);
            }
        }
        return types;
    }
}
