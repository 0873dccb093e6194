package io.ipdk.virtio.net;

import static io.ipdk.virtio.net.FrameLayout.IPV4_FRAGMENT;
import static io.ipdk.virtio.net.FrameLayout.IPV4_MIN_BYTES;
import static io.ipdk.virtio.net.FrameLayout.IPV4_PROTOCOL;
import static io.ipdk.virtio.net.FrameLayout.IPV6_BYTES;
import static io.ipdk.virtio.net.FrameLayout.IPV6_NEXT_HEADER;
import static io.ipdk.virtio.net.FrameLayout.PROTOCOL_TCP;
import static io.ipdk.virtio.net.FrameLayout.TCP_CHECKSUM;
import static io.ipdk.virtio.net.FrameLayout.TCP_DATA_OFFSET;
import static io.ipdk.virtio.net.FrameLayout.TCP_MIN_BYTES;
import static io.ipdk.virtio.net.FrameLayout.TYPE_IPV4;
import static io.ipdk.virtio.net.FrameLayout.TYPE_IPV6;
import static io.ipdk.virtio.net.protocol.NetHeaderLayout.GSO_ECN;
import static io.ipdk.virtio.net.protocol.NetHeaderLayout.GSO_NONE;
import static io.ipdk.virtio.net.protocol.NetHeaderLayout.GSO_TCPV4;
import static io.ipdk.virtio.net.protocol.NetHeaderLayout.GSO_TCPV6;

import io.ipdk.port.DropCause;
import io.ipdk.virtio.net.protocol.NetHeaderLayout;
import org.jspecify.annotations.Nullable;

/**
 * Checks that what a sender left to be done can be done: every field lies inside the frame and agrees with the headers, so
 * that neither this process nor the receiver works on bytes that are not there.
 *
 * <p>Works on the private copy of the headers only. Thread-safe.
 */
final class OffloadCheck {
    /** Smaller segments are an attack: 64 KiB would become a thousand frames. (Linux has the same floor.) */
    static final int MIN_SEGMENT_SIZE = 48;

    /** NEEDS_CSUM in the flags, and the whole segmentation type. */
    private static final long WORK_BITS = 0xff01L;

    private static final int FRAGMENT_BITS = 0x3fff;

    private OffloadCheck() {}

    /** Whether the header leaves nothing to be done; all its other fields mean nothing then. */
    static boolean isPlain(long headerWord) {
        return (headerWord & WORK_BITS) == 0;
    }

    /**
     * Checks a frame from a driver whose header is not plain.
     *
     * @return null if all is well
     */
    static @Nullable DropCause check(NetFrame frame, long headerWord, NegotiatedNet negotiated) {
        boolean allowed = negotiated.takesPartialChecksum();
        if (frame.needsSegmentation()) {
            allowed &= isKnownSegmentation(frame.gsoType())
                    && negotiated.takesSegmentation(frame.gsoType())
                    && NetHeaderLayout.headerLength(headerWord) <= frame.length();
        }
        return allowed && fits(frame) ? null : DropCause.BAD_OFFLOAD;
    }

    private static boolean isKnownSegmentation(int gsoType) {
        int type = gsoType & ~GSO_ECN;
        return type == GSO_TCPV4 || type == GSO_TCPV6;
    }

    /** Whether the offload fields agree with the frame; measures the headers of a frame to be segmented. */
    static boolean fits(NetFrame frame) {
        if (!frame.needsChecksum()) {
            return frame.gsoType() == GSO_NONE;
        }
        int start = frame.checksumStart();
        // Both are 16-bit numbers: the sum cannot overflow.
        if (start < frame.networkOffset() || start + frame.checksumOffset() + 2 > frame.length()) {
            return false;
        }
        return frame.gsoType() == GSO_NONE || fitsSegmentation(frame);
    }

    private static boolean fitsSegmentation(NetFrame frame) {
        int transport = frame.checksumStart();
        if (!isKnownSegmentation(frame.gsoType())
                || frame.segmentSize() < MIN_SEGMENT_SIZE
                || frame.checksumOffset() != TCP_CHECKSUM
                || transport + TCP_MIN_BYTES > frame.headLength()) {
            return false;
        }
        boolean network = (frame.gsoType() & ~GSO_ECN) == GSO_TCPV4
                ? isTcpOverIpv4(frame, transport)
                : isTcpOverIpv6(frame, transport);
        int tcpBytes = (frame.unsignedByte(transport + TCP_DATA_OFFSET) >>> 4) * 4;
        int headers = transport + tcpBytes;
        if (!network || tcpBytes < TCP_MIN_BYTES || headers > frame.headLength() || headers >= frame.length()) {
            return false;
        }
        frame.setHeadersLength(headers);
        return true;
    }

    private static boolean isTcpOverIpv4(NetFrame frame, int transport) {
        int network = frame.networkOffset();
        if (frame.etherType() != TYPE_IPV4 || network + IPV4_MIN_BYTES > transport) {
            return false;
        }
        int versionAndLength = frame.unsignedByte(network);
        return versionAndLength >>> 4 == 4
                && network + (versionAndLength & 0xf) * 4 == transport
                && frame.unsignedByte(network + IPV4_PROTOCOL) == PROTOCOL_TCP
                && (frame.unsignedShort(network + IPV4_FRAGMENT) & FRAGMENT_BITS) == 0;
    }

    /** With extension headers the sender's word is taken for where TCP starts. */
    private static boolean isTcpOverIpv6(NetFrame frame, int transport) {
        int network = frame.networkOffset();
        if (frame.etherType() != TYPE_IPV6 || network + IPV6_BYTES > transport) {
            return false;
        }
        return frame.unsignedByte(network) >>> 4 == 6
                && (network + IPV6_BYTES < transport || frame.unsignedByte(network + IPV6_NEXT_HEADER) == PROTOCOL_TCP);
    }
}
