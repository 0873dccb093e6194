package io.ipdk.nativeaccess.dpdk.tag;

import io.ipdk.nativeaccess.dpdk.mbuf.EthernetFrame;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufBurst;
import java.nio.ByteBuffer;

/**
 * Tags in a header of four bytes behind the addresses of a frame: an EtherType and 16 bits. In VLAN headers the lower 12 are
 * the tag; priority and drop bit are 0 when written, and are not looked at.
 *
 * <p>The same tags can be read and written on the frames of a {@code PacketBurst}, so that DPDK's ports and the ports of an
 * IPU understand each other. Immutable.
 */
public final class HeaderTags implements PacketTags {
    private static final int VLAN_BITS = 12;
    private static final int SHIM_BITS = 16;
    private static final int SMALLEST_TYPE = 0x600;
    private static final int TYPE_AT = 12;

    private final TagSpec spec;
    private final int type;
    private final int mask;

    private HeaderTags(TagPlace place, int type, int bits, String meaning) {
        this.type = type;
        this.mask = (1 << bits) - 1;
        spec = new TagSpec(place, "EtherType 0x" + Integer.toHexString(type), bits, meaning);
    }

    /** In the identifier of a VLAN header. */
    public static HeaderTags vlan(String meaning) {
        return new HeaderTags(TagPlace.VLAN, EthernetFrame.VLAN, VLAN_BITS, meaning);
    }

    /** In the identifier of an outer VLAN header, so that frames may have VLANs of their own. */
    public static HeaderTags qinq(String meaning) {
        return new HeaderTags(TagPlace.QINQ, EthernetFrame.QINQ, VLAN_BITS, meaning);
    }

    /**
     * In a header of its own.
     *
     * @param etherType 0x600 to 0xffff, not a VLAN's; 0x88b5 and 0x88b6 are free for local use (IEEE 802)
     */
    public static HeaderTags shim(int etherType, String meaning) {
        if (etherType < SMALLEST_TYPE
                || etherType > 0xffff
                || etherType == EthernetFrame.VLAN
                || etherType == EthernetFrame.QINQ) {
            throw new IllegalArgumentException("EtherType 0x" + Integer.toHexString(etherType)
                    + " is not free for a shim header: take one from 0x600 on that is no VLAN's");
        }
        return new HeaderTags(TagPlace.SHIM, etherType, SHIM_BITS, meaning);
    }

    @Override
    public TagSpec spec() {
        return spec;
    }

    @Override
    public int read(MbufBurst burst, int index) {
        long frame = burst.data(index);
        return isTagged(burst, index, frame) ? EthernetFrame.vlanTag(frame) & mask : NONE;
    }

    private boolean isTagged(MbufBurst burst, int index, long frame) {
        return burst.firstSegmentLength(index) >= EthernetFrame.HEADER_BYTES + EthernetFrame.VLAN_BYTES
                && EthernetFrame.type(frame) == type;
    }

    @Override
    public void write(MbufBurst burst, int index, int value) {
        spec.requireInRange(value);
        if (burst.firstSegmentLength(index) < EthernetFrame.HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "a frame of " + burst.length(index) + " bytes has no header to be tagged");
        }
        burst.moveStart(index, -EthernetFrame.VLAN_BYTES);
        EthernetFrame.insertVlan(burst.data(index), type, value);
    }

    @Override
    public int remove(MbufBurst burst, int index) {
        int value = read(burst, index);
        if (value != NONE) {
            EthernetFrame.removeVlan(burst.data(index));
            burst.moveStart(index, EthernetFrame.VLAN_BYTES);
        }
        return value;
    }

    /** The tag of a frame of another port, or {@link #NONE}. */
    public int read(ByteBuffer frame) {
        boolean tagged = frame.limit() >= EthernetFrame.HEADER_BYTES + EthernetFrame.VLAN_BYTES
                && (frame.getShort(TYPE_AT) & 0xffff) == type;
        return tagged ? frame.getShort(EthernetFrame.HEADER_BYTES) & mask : NONE;
    }

    /**
     * Gives a frame of another port a tag; its limit grows by four.
     *
     * @param frame big-endian, from 0 to its limit
     * @throws IllegalArgumentException if the frame has no header or its buffer no room
     */
    public void write(ByteBuffer frame, int value) {
        spec.requireInRange(value);
        int length = frame.limit();
        if (length < EthernetFrame.HEADER_BYTES || length + EthernetFrame.VLAN_BYTES > frame.capacity()) {
            throw new IllegalArgumentException("a frame of " + length + " bytes in a buffer of " + frame.capacity()
                    + " cannot be tagged: it needs a header, and 4 bytes more");
        }
        frame.limit(length + EthernetFrame.VLAN_BYTES);
        for (int i = length - 1; i >= TYPE_AT; i--) {
            frame.put(i + EthernetFrame.VLAN_BYTES, frame.get(i));
        }
        frame.putShort(TYPE_AT, (short) type).putShort(EthernetFrame.HEADER_BYTES, (short) value);
    }

    /** Takes the tag off a frame of another port; its limit shrinks by four. Returns it, or {@link #NONE}. */
    public int remove(ByteBuffer frame) {
        int value = read(frame);
        if (value != NONE) {
            int shorter = frame.limit() - EthernetFrame.VLAN_BYTES;
            for (int i = TYPE_AT; i < shorter; i++) {
                frame.put(i, frame.get(i + EthernetFrame.VLAN_BYTES));
            }
            frame.limit(shorter);
        }
        return value;
    }
}
