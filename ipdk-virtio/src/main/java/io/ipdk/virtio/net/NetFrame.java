package io.ipdk.virtio.net;

import static io.ipdk.virtio.net.FrameLayout.ETHERNET_BYTES;
import static io.ipdk.virtio.net.FrameLayout.VLAN_TAG_BYTES;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.port.DropCause;
import io.ipdk.virtio.net.protocol.NetHeaderLayout;
import io.ipdk.virtio.queue.DescriptorChain;
import org.jspecify.annotations.Nullable;

/**
 * A view of one frame on its way through: from a driver's descriptor chain, from a buffer of the application, or from an
 * array. It is made to be used again and again.
 *
 * <p>Of a frame from a driver the first bytes, with all headers that are looked at, lie in memory of this process, so the
 * driver cannot change what was checked; the rest is still in guest memory.
 *
 * <p>Confined to the thread that polls; valid only while the {@link FrameSink} that got it runs.
 */
public final class NetFrame {
    /** The longest frame: an IP packet of 65535 bytes, Ethernet header, two VLAN tags. */
    public static final int MAX_BYTES =
            NetSettings.MAX_MTU + ETHERNET_BYTES + FrameLayout.MAX_VLAN_TAGS * VLAN_TAG_BYTES;

    /** How much of a frame is taken over before it is looked at: Ethernet, two tags, ARP, or IP and ports. */
    static final int HEAD_BYTES = 64;

    /** The same for a frame that is to be segmented: all headers, with options. */
    static final int LONG_HEAD_BYTES = 240;

    /** Private memory that a frame needs: room for the virtio header, then for the head. */
    static final int SCRATCH_BYTES = 256;

    private static final int HEADER_ROOM = SCRATCH_BYTES - LONG_HEAD_BYTES;

    private final SoftwareOffload software;
    private final long scratch;

    // Bytes 0 to headLength − 1 are at head, the others in the chain behind the virtio header, or in the array.
    private long head;
    private int headLength;
    private @Nullable DescriptorChain chain;
    private int headerBytes;
    private byte @Nullable [] array;
    private int arrayOffset;
    private int length;

    private long destination;
    private long source;
    private int etherType;
    private int networkOffset;

    private int flags;
    private int gsoType;
    private int segmentSize;
    private int checksumStart;
    private int checksumOffset;
    private int headersLength;

    NetFrame(long scratch, SoftwareOffload software) {
        this.scratch = scratch;
        this.software = software;
    }

    // ---- filling

    /**
     * Takes over a frame that a driver sends.
     *
     * @param sent a chain without fault
     * @return why the frame cannot be passed on, null if it can
     */
    @Nullable
    DropCause load(DescriptorChain sent, NegotiatedNet negotiated) {
        int bytes = sent.readableBytes() - negotiated.headerBytes;
        if (bytes < 0 || sent.writableBytes() != 0) {
            return DropCause.MALFORMED_CHAIN;
        }
        if (bytes < ETHERNET_BYTES) {
            return DropCause.TOO_SHORT;
        }
        if (bytes > MAX_BYTES) {
            return DropCause.TOO_LONG;
        }
        software.forget(this);
        chain = sent;
        array = null;
        headerBytes = negotiated.headerBytes;
        length = bytes;
        head = scratch + HEADER_ROOM;
        headLength = Math.min(bytes, HEAD_BYTES);
        long word;
        int offset;
        long first = sent.address(0);
        if (sent.length(0) >= headerBytes + headLength) {
            word = RawMemory.getLong(first + NetHeaderLayout.WORD);
            offset = RawMemory.getShort(first + NetHeaderLayout.CSUM_OFFSET) & 0xffff;
            FrameCopy.copy(first + headerBytes, head, headLength);
        } else {
            sent.read(0, scratch, headerBytes);
            word = RawMemory.getLong(scratch + NetHeaderLayout.WORD);
            offset = RawMemory.getShort(scratch + NetHeaderLayout.CSUM_OFFSET) & 0xffff;
            sent.read(headerBytes, head, headLength);
        }
        parse();
        if (OffloadCheck.isPlain(word)) {
            clearOffload();
            return null;
        }
        if (NetHeaderLayout.gsoType(word) != NetHeaderLayout.GSO_NONE && length > HEAD_BYTES) {
            headLength = Math.min(length, LONG_HEAD_BYTES);
            sent.read(headerBytes + HEAD_BYTES, head + HEAD_BYTES, headLength - HEAD_BYTES);
        }
        setOffload(word, offset);
        return OffloadCheck.check(this, word, negotiated);
    }

    /**
     * Takes over a frame that lies in memory of this process.
     *
     * @return why the frame cannot be passed on, null if it can
     */
    @Nullable
    DropCause wrap(long address, int bytes, long offload) {
        if (bytes < ETHERNET_BYTES) {
            return DropCause.TOO_SHORT;
        }
        if (bytes > MAX_BYTES) {
            return DropCause.TOO_LONG;
        }
        software.forget(this);
        wrapUnchecked(address, bytes);
        if (offload == 0) {
            clearOffload();
            return null;
        }
        setOffload(FrameOffload.headerWord(offload), FrameOffload.checksumOffset(offload));
        return OffloadCheck.fits(this) ? null : DropCause.UNSUPPORTED_OFFLOAD;
    }

    /**
     * Takes over a complete frame that lies in an array, which stays as it is until the frame was delivered.
     *
     * @return why the frame cannot be passed on, null if it can
     */
    @Nullable
    DropCause wrap(byte[] bytes, int offset, int count) {
        if (count < ETHERNET_BYTES) {
            return DropCause.TOO_SHORT;
        }
        if (count > MAX_BYTES) {
            return DropCause.TOO_LONG;
        }
        software.forget(this);
        chain = null;
        array = bytes;
        arrayOffset = offset;
        length = count;
        head = scratch + HEADER_ROOM;
        headLength = Math.min(count, HEAD_BYTES);
        FrameCopy.copy(bytes, offset, head, headLength);
        parse();
        clearOffload();
        return null;
    }

    /** Takes over a frame of a valid length that {@link SoftwareOffload} has made from another. */
    void wrapUnchecked(long address, int bytes) {
        chain = null;
        array = null;
        head = address;
        headLength = bytes;
        length = bytes;
        parse();
    }

    private void parse() {
        long first = Long.reverseBytes(RawMemory.getLong(head));
        int middle = Integer.reverseBytes(RawMemory.getInt(head + 8));
        destination = first >>> 16;
        source = ((first & 0xffff) << 32) | (middle & 0xffff_ffffL);
        etherType = Short.reverseBytes(RawMemory.getShort(head + FrameLayout.ETHER_TYPE)) & 0xffff;
        networkOffset = ETHERNET_BYTES;
        if (FrameLayout.isVlanTag(etherType)) {
            skipTags();
        }
    }

    private void skipTags() {
        for (int tag = 0; tag < FrameLayout.MAX_VLAN_TAGS && FrameLayout.isVlanTag(etherType); tag++) {
            if (networkOffset + VLAN_TAG_BYTES > headLength) {
                return;
            }
            networkOffset += VLAN_TAG_BYTES;
            etherType = unsignedShort(networkOffset - 2);
        }
    }

    void clearOffload() {
        flags = 0;
        gsoType = NetHeaderLayout.GSO_NONE;
        segmentSize = 0;
        checksumStart = 0;
        checksumOffset = 0;
        headersLength = 0;
    }

    private void setOffload(long word, int offset) {
        flags = NetHeaderLayout.flags(word) & NetHeaderLayout.NEEDS_CSUM;
        gsoType = NetHeaderLayout.gsoType(word);
        segmentSize = gsoType == NetHeaderLayout.GSO_NONE ? 0 : NetHeaderLayout.gsoSize(word);
        checksumStart = flags == 0 ? 0 : NetHeaderLayout.checksumStart(word);
        checksumOffset = flags == 0 ? 0 : offset;
        headersLength = 0;
    }

    /** Leaves a checksum to whoever gets the frame. */
    void setPartialChecksum(int start, int offset) {
        flags = NetHeaderLayout.NEEDS_CSUM;
        checksumStart = start;
        checksumOffset = offset;
    }

    /** Sets what {@link OffloadCheck} has measured: all headers up to the TCP payload. */
    void setHeadersLength(int bytes) {
        headersLength = bytes;
    }

    // ---- the frame

    /** Bytes from the destination address to the end of the payload. */
    public int length() {
        return length;
    }

    /** The destination as a 48-bit number, first byte on the wire highest. */
    public long destinationMac() {
        return destination;
    }

    /** The source as a 48-bit number, first byte on the wire highest. */
    public long sourceMac() {
        return source;
    }

    /** The type of the payload, behind up to two VLAN tags; a tag's own type where there are more. */
    public int etherType() {
        return etherType;
    }

    /** Whether the frame goes to a group or to all. */
    public boolean isMulticast() {
        return (destination & FrameLayout.GROUP_BIT) != 0;
    }

    /** Where the payload starts: 14, or behind the VLAN tags. */
    public int networkOffset() {
        return networkOffset;
    }

    /**
     * What is left to be done with the frame, as a value to keep with a copy of its bytes and to be handed back to {@link
     * FrameBurst#wrap}; 0 if there is nothing. {@link FrameOffload} reads it.
     */
    public long offload() {
        return FrameOffload.of(flags, gsoType, segmentSize, checksumStart, checksumOffset);
    }

    /** Copies the whole frame. */
    public void copyTo(long target) {
        copyTo(0, target, length);
    }

    /** Copies a part that lies inside the frame. */
    void copyTo(int offset, long target, int bytes) {
        int fromHead = Math.max(0, Math.min(bytes, headLength - offset));
        if (fromHead > 0) {
            FrameCopy.copy(head + offset, target, fromHead);
        }
        DescriptorChain rest = chain;
        byte[] bytesBehind = array;
        if (fromHead < bytes && rest != null) {
            rest.read(headerBytes + offset + fromHead, target + fromHead, bytes - fromHead);
        } else if (fromHead < bytes && bytesBehind != null) {
            int from = arrayOffset + offset + fromHead;
            RawMemory.copyFromArray(bytesBehind, from, target + fromHead, bytes - fromHead);
        }
    }

    /** Copies the whole frame into an array that has room for it. */
    void copyTo(byte[] target, int offset) {
        FrameCopy.copy(head, target, offset, headLength);
        DescriptorChain rest = chain;
        byte[] bytesBehind = array;
        if (headLength == length) {
            return;
        }
        if (bytesBehind != null) {
            System.arraycopy(bytesBehind, arrayOffset + headLength, target, offset + headLength, length - headLength);
        } else if (rest != null) {
            int skip = headerBytes + headLength;
            int done = offset + headLength;
            for (int i = 0; i < rest.readableSegments(); i++) {
                int bytes = rest.length(i);
                if (skip < bytes) {
                    FrameCopy.copy(rest.address(i) + skip, target, done, bytes - skip);
                    done += bytes - skip;
                    skip = 0;
                } else {
                    skip -= bytes;
                }
            }
        }
    }

    /** Copies the whole frame to where a cursor points. */
    void copyTo(ReceiveCursor target) {
        target.write(head, headLength);
        DescriptorChain rest = chain;
        byte[] bytesBehind = array;
        if (headLength < length && bytesBehind != null) {
            target.write(bytesBehind, arrayOffset + headLength, length - headLength);
        }
        if (headLength == length || rest == null) {
            return;
        }
        int skip = headerBytes + headLength;
        for (int i = 0; i < rest.readableSegments(); i++) {
            int bytes = rest.length(i);
            if (skip < bytes) {
                target.write(rest.address(i) + skip, bytes - skip);
                skip = 0;
            } else {
                skip -= bytes;
            }
        }
    }

    /** Whether all bytes lie at {@link #headAddress}. */
    boolean isContiguous() {
        return headLength == length;
    }

    long headAddress() {
        return head;
    }

    /** How many bytes can be looked at. */
    int headLength() {
        return headLength;
    }

    int unsignedByte(int offset) {
        return RawMemory.getByte(head + offset) & 0xff;
    }

    int unsignedShort(int offset) {
        return Short.reverseBytes(RawMemory.getShort(head + offset)) & 0xffff;
    }

    long mac(int offset) {
        long high = (long) unsignedShort(offset) << 32;
        return high | (Integer.reverseBytes(RawMemory.getInt(head + offset + 2)) & 0xffff_ffffL);
    }

    // ---- what is left to be done

    boolean isPlain() {
        return (flags | gsoType) == 0;
    }

    boolean needsChecksum() {
        return flags != 0;
    }

    boolean needsSegmentation() {
        return gsoType != NetHeaderLayout.GSO_NONE;
    }

    int gsoType() {
        return gsoType;
    }

    int segmentSize() {
        return segmentSize;
    }

    int checksumStart() {
        return checksumStart;
    }

    int checksumOffset() {
        return checksumOffset;
    }

    int headersLength() {
        return headersLength;
    }

    /** The length of the longest IP packet this frame puts on the wire. */
    int packetLength() {
        return needsSegmentation()
                ? Math.min(length, headersLength + segmentSize) - networkOffset
                : length - networkOffset;
    }

    /** The first eight bytes of the virtio header for the receiver. */
    long headerWord() {
        return isPlain() ? 0 : NetHeaderLayout.word(flags, gsoType, headersLength, segmentSize, checksumStart);
    }

    /** What does in software what a receiver cannot. */
    SoftwareOffload software() {
        return software;
    }

    @Override
    public String toString() {
        return String.format("frame of %d bytes, %012x to %012x, type 0x%04x", length, source, destination, etherType);
    }
}
