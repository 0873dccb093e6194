package io.ipdk.virtio.net;

/**
 * Offsets and numbers in Ethernet frames; all fields have network byte order.
 *
 * <p>Source: IEEE 802.3 and 802.1Q, RFC 826 (ARP), RFC 791 (IPv4), RFC 8200 (IPv6), RFC 9293 (TCP). Immutable.
 */
final class FrameLayout {
    static final int ETHERNET_BYTES = 14;
    static final int VLAN_TAG_BYTES = 4;

    /** Tags that are looked through; a frame with more is taken as one of an unknown protocol. */
    static final int MAX_VLAN_TAGS = 2;

    static final int ETHER_TYPE = 12;
    static final int TYPE_IPV4 = 0x0800;
    static final int TYPE_ARP = 0x0806;
    static final int TYPE_RARP = 0x8035;
    static final int TYPE_VLAN = 0x8100;
    static final int TYPE_IPV6 = 0x86dd;
    static final int TYPE_SERVICE_VLAN = 0x88a8;

    static final int ARP_BYTES = 28;
    static final int ARP_SENDER_MAC = 8;

    static final int IPV4_MIN_BYTES = 20;
    static final int IPV4_TOTAL_LENGTH = 2;
    static final int IPV4_ID = 4;
    static final int IPV4_FRAGMENT = 6;
    static final int IPV4_PROTOCOL = 9;
    static final int IPV4_CHECKSUM = 10;
    static final int IPV4_SOURCE = 12;
    static final int IPV4_DESTINATION = 16;

    static final int IPV6_BYTES = 40;
    static final int IPV6_PAYLOAD_LENGTH = 4;
    static final int IPV6_NEXT_HEADER = 6;
    static final int IPV6_SOURCE = 8;

    static final int PROTOCOL_TCP = 6;
    static final int PROTOCOL_UDP = 17;

    static final int TCP_MIN_BYTES = 20;
    static final int TCP_SEQUENCE = 4;
    static final int TCP_DATA_OFFSET = 12;
    static final int TCP_FLAGS = 13;
    static final int TCP_CHECKSUM = 16;
    static final int TCP_FIN = 0x01;
    static final int TCP_PSH = 0x08;
    static final int TCP_CWR = 0x80;

    /** The group bit of a MAC address as a 48-bit number. */
    static final long GROUP_BIT = 1L << 40;

    private FrameLayout() {}

    static boolean isVlanTag(int etherType) {
        return etherType == TYPE_VLAN || etherType == TYPE_SERVICE_VLAN;
    }
}
