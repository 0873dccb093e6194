package io.ipdk.virtio.net;

import static io.ipdk.virtio.net.FrameLayout.IPV4_CHECKSUM;
import static io.ipdk.virtio.net.FrameLayout.IPV4_DESTINATION;
import static io.ipdk.virtio.net.FrameLayout.IPV4_ID;
import static io.ipdk.virtio.net.FrameLayout.IPV4_SOURCE;
import static io.ipdk.virtio.net.FrameLayout.IPV4_TOTAL_LENGTH;
import static io.ipdk.virtio.net.FrameLayout.IPV6_BYTES;
import static io.ipdk.virtio.net.FrameLayout.IPV6_PAYLOAD_LENGTH;
import static io.ipdk.virtio.net.FrameLayout.IPV6_SOURCE;
import static io.ipdk.virtio.net.FrameLayout.PROTOCOL_TCP;
import static io.ipdk.virtio.net.FrameLayout.TCP_CHECKSUM;
import static io.ipdk.virtio.net.FrameLayout.TCP_CWR;
import static io.ipdk.virtio.net.FrameLayout.TCP_FIN;
import static io.ipdk.virtio.net.FrameLayout.TCP_FLAGS;
import static io.ipdk.virtio.net.FrameLayout.TCP_PSH;
import static io.ipdk.virtio.net.FrameLayout.TCP_SEQUENCE;

import io.ipdk.nativeaccess.memory.RawMemory;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one large TCP frame into frames of the size the sender asked for.
 *
 * <p>The frame is copied once, whole. Each segment then gets its headers written in front of its part of the payload, over
 * the end of the segment before, which has been delivered by then.
 *
 * <p>Confined to the thread that polls.
 */
final class TcpSegmenter {
    private final long scratch;
    private final long headers;
    private final NetFrame segment;

    private int headersLength;
    private int networkOffset;
    private int transportOffset;
    private int segmentSize;
    private boolean ipv4;
    private boolean complete;

    private int payloadLength;
    private int payloadDone;
    private int index;

    /**
     * Makes an idle segmenter.
     *
     * @param scratch memory for the longest frame
     * @param headers memory for the longest headers
     * @param segment the view that {@link #next} answers
     */
    TcpSegmenter(long scratch, long headers, NetFrame segment) {
        this.scratch = scratch;
        this.headers = headers;
        this.segment = segment;
    }

    /** Starts on a frame that has passed {@link OffloadCheck}. */
    void begin(NetFrame frame, boolean completeChecksums) {
        headersLength = frame.headersLength();
        networkOffset = frame.networkOffset();
        transportOffset = frame.checksumStart();
        segmentSize = frame.segmentSize();
        ipv4 = frame.etherType() == FrameLayout.TYPE_IPV4;
        complete = completeChecksums;
        payloadLength = frame.length() - headersLength;
        payloadDone = 0;
        index = 0;
        frame.copyTo(scratch);
        frame.copyTo(0, headers, headersLength);
    }

    /** How many segments are still to come. */
    int remaining() {
        return (payloadLength - payloadDone + segmentSize - 1) / segmentSize;
    }

    /** The next segment, valid until the next call; null after the last. */
    @Nullable
    NetFrame next() {
        if (payloadDone == payloadLength) {
            return null;
        }
        int payload = Math.min(segmentSize, payloadLength - payloadDone);
        boolean last = payloadDone + payload == payloadLength;
        long at = scratch + payloadDone;
        FrameCopy.copy(headers, at, headersLength);
        int packet = headersLength - networkOffset + payload;
        if (ipv4) {
            patchIpv4(at + networkOffset, packet);
        } else {
            putShort(at + networkOffset + IPV6_PAYLOAD_LENGTH, packet - IPV6_BYTES);
        }
        patchTcp(at + transportOffset, last);
        segment.wrapUnchecked(at, headersLength + payload);
        segment.clearOffload();
        checksum(at, headersLength + payload);
        payloadDone += payload;
        index++;
        return segment;
    }

    private void patchIpv4(long ip, int totalLength) {
        putShort(ip + IPV4_TOTAL_LENGTH, totalLength);
        putShort(ip + IPV4_ID, getShort(ip + IPV4_ID) + index);
        RawMemory.putShort(ip + IPV4_CHECKSUM, (short) 0);
        InternetChecksum.store(ip + IPV4_CHECKSUM, InternetChecksum.add(0, ip, transportOffset - networkOffset));
    }

    private void patchTcp(long tcp, boolean last) {
        int sequence = Integer.reverseBytes(RawMemory.getInt(tcp + TCP_SEQUENCE)) + payloadDone;
        RawMemory.putInt(tcp + TCP_SEQUENCE, Integer.reverseBytes(sequence));
        int flags = RawMemory.getByte(tcp + TCP_FLAGS);
        if (!last) {
            flags &= ~(TCP_FIN | TCP_PSH);
        }
        if (index > 0) {
            flags &= ~TCP_CWR;
        }
        RawMemory.putByte(tcp + TCP_FLAGS, (byte) flags);
    }

    /** Stores the sum of the pseudo header for the receiver to go on from, or the whole checksum. */
    private void checksum(long at, int length) {
        long tcp = at + transportOffset;
        long sum = pseudoHeader(at + networkOffset, length - transportOffset);
        RawMemory.putShort(tcp + TCP_CHECKSUM, (short) InternetChecksum.fold(sum));
        if (complete) {
            SoftwareOffload.complete(at, length, transportOffset, TCP_CHECKSUM);
        } else {
            segment.setPartialChecksum(transportOffset, TCP_CHECKSUM);
        }
    }

    private long pseudoHeader(long ip, int tcpLength) {
        long sum = InternetChecksum.networkShort(PROTOCOL_TCP) + InternetChecksum.networkShort(tcpLength);
        return ipv4
                ? InternetChecksum.add(sum, ip + IPV4_SOURCE, IPV4_DESTINATION + 4 - IPV4_SOURCE)
                : InternetChecksum.add(sum, ip + IPV6_SOURCE, IPV6_BYTES - IPV6_SOURCE);
    }

    private static int getShort(long address) {
        return Short.reverseBytes(RawMemory.getShort(address)) & 0xffff;
    }

    private static void putShort(long address, int value) {
        RawMemory.putShort(address, Short.reverseBytes((short) value));
    }
}
