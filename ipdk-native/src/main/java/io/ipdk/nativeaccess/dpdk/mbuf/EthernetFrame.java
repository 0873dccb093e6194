package io.ipdk.nativeaccess.dpdk.mbuf;

import io.ipdk.nativeaccess.memory.RawMemory;

/**
 * The header of an Ethernet frame in native memory, at the address of its first byte. Nothing is checked: the frame has at
 * least the 14 bytes of a header.
 *
 * <p>Thread-safe in itself.
 */
public final class EthernetFrame {
    /** Bytes of the header: destination, source, EtherType. */
    public static final int HEADER_BYTES = 14;

    /** The EtherType of a VLAN header (IEEE 802.1Q). */
    public static final int VLAN = 0x8100;

    /** The EtherType of the outer one of two VLAN headers (IEEE 802.1ad). */
    public static final int QINQ = 0x88a8;

    /** Bytes of a VLAN header. */
    public static final int VLAN_BYTES = 4;

    private static final long ADDRESS_MASK = 0xffff_ffff_ffffL;
    private static final int TYPE = 12;

    private EthernetFrame() {}

    /** Exchanges destination and source, as testpmd's macswap does. */
    public static void swapAddresses(long frame) {
        long head = RawMemory.getLong(frame);
        long tail = RawMemory.getInt(frame + Long.BYTES) & 0xffff_ffffL;
        long destination = head & ADDRESS_MASK;
        long source = head >>> 48 | tail << 16;
        RawMemory.putLong(frame, source | destination << 48);
        RawMemory.putInt(frame + Long.BYTES, (int) (destination >>> 16));
    }

    /** The EtherType, in the order of the machine. */
    public static int type(long frame) {
        return Short.reverseBytes(RawMemory.getShort(frame + TYPE)) & 0xffff;
    }

    /** The 16 bits of the outermost VLAN header, if {@link #type} says there is one. */
    public static int vlanTag(long frame) {
        return Short.reverseBytes(RawMemory.getShort(frame + HEADER_BYTES)) & 0xffff;
    }

    /**
     * Writes a VLAN header behind the addresses of a frame whose start was moved back by {@link #VLAN_BYTES}: the addresses
     * move to the new start.
     *
     * @param frame the new start
     */
    public static void insertVlan(long frame, int type, int tag) {
        moveAddresses(frame + VLAN_BYTES, frame);
        RawMemory.putShort(frame + TYPE, Short.reverseBytes((short) type));
        RawMemory.putShort(frame + HEADER_BYTES, Short.reverseBytes((short) tag));
    }

    /** Moves the addresses over the VLAN header behind them; the frame then starts {@link #VLAN_BYTES} later. */
    public static void removeVlan(long frame) {
        moveAddresses(frame, frame + VLAN_BYTES);
    }

    private static void moveAddresses(long from, long to) {
        long head = RawMemory.getLong(from);
        int tail = RawMemory.getInt(from + Long.BYTES);
        RawMemory.putLong(to, head);
        RawMemory.putInt(to + Long.BYTES, tail);
    }
}
