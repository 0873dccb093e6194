package io.ipdk.virtio.net;

import org.jspecify.annotations.Nullable;

/**
 * Turns a frame into what it would be on a wire, packet by packet in an array: every checksum is there, and a frame that the
 * sender left to be segmented is several packets. For whoever reads and changes more than addresses, such as a pipeline:
 * it then need not know what a sender may leave to others.
 *
 * <pre>{@code
 * packets.begin(frame);
 * int length;
 * while ((length = packets.next()) >= 0) {
 *     take(packets.bytes(), 0, length);
 * }
 * }</pre>
 *
 * <p>A complete frame is copied once, from guest memory into the array; so is one without its checksum, which is summed up
 * there. A frame to be segmented is copied twice.
 *
 * <p>Confined to one thread (the one that polls).
 */
public final class WirePackets {
    private final byte[] bytes = new byte[NetFrame.MAX_BYTES];
    private @Nullable NetFrame single;
    private @Nullable TcpSegmenter segments;

    /** Starts with a frame, which must stay valid until the last packet was taken; what was left of the one before is forgotten. */
    public void begin(NetFrame frame) {
        if (frame.needsSegmentation()) {
            segments = frame.software().segmentsOf(frame, true);
            single = null;
        } else {
            segments = null;
            single = frame;
        }
    }

    /** Puts the next packet into the array; returns its length in bytes, or −1 after the last. */
    public int next() {
        NetFrame frame = single;
        if (frame != null) {
            single = null;
            frame.copyTo(bytes);
            if (frame.needsChecksum()) {
                complete(frame.length(), frame.checksumStart(), frame.checksumOffset());
            }
            return frame.length();
        }
        TcpSegmenter cut = segments;
        NetFrame segment = cut == null ? null : cut.next();
        if (segment == null) {
            segments = null;
            return -1;
        }
        segment.copyTo(bytes);
        return segment.length();
    }

    private void complete(int length, int start, int offset) {
        long sum = InternetChecksum.add(0, bytes, start, length - start);
        InternetChecksum.storeTransport(bytes, start + offset, sum);
    }

    /** The array, always the same one: its first bytes are the packet that {@link #next} has counted. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "wire packets";
    }
}
