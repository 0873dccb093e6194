package io.ipdk.nativeaccess.dpdk.tag;

/** Where a tag travels. Immutable. */
public enum TagPlace {
    /** A dynamic field of the mbuf: seen by this process alone, the frame is as it was. */
    MBUF_FIELD,
    /** A header of its own EtherType behind the addresses. */
    SHIM,
    /** The identifier of a VLAN header (IEEE 802.1Q). */
    VLAN,
    /** The identifier of the outer one of two VLAN headers (IEEE 802.1ad). */
    QINQ
}
