package io.ipdk.virtio.net;

import org.jspecify.annotations.Nullable;

/**
 * Turns a frame into what it would be on a wire, packet by packet: every checksum is there, and a frame that the sender left
 * to be segmented is several packets. For whoever reads and changes more than addresses, such as a pipeline: it then need
 * not know what a sender may leave to others.
 *
 * <pre>{@code
 * packets.begin(frame);
 * int length;
 * while ((length = packets.next()) >= 0) {
 *     packets.copyTo(buffer, 0);
 *     take(buffer, 0, length);
 * }
 * }</pre>
 *
 * <p>The payload is copied once, from guest memory into the taker's array, and summed up there if its checksum was left
 * open. One that is to be segmented is copied twice.
 *
 * <p>Confined to one thread (the one that polls).
 */
public final class WirePackets {
    private @Nullable NetFrame single;
    private @Nullable TcpSegmenter segments;
    private @Nullable NetFrame packet;

    /** Starts with a frame, which must stay valid until the last packet was taken; what was left of the one before is forgotten. */
    public void begin(NetFrame frame) {
        boolean cut = frame.needsSegmentation();
        segments = cut ? frame.software().segmentsOf(frame, true) : null;
        single = cut ? null : frame;
    }

    /** Goes on to the next packet; returns its length in bytes, or −1 after the last. */
    public int next() {
        TcpSegmenter cut = segments;
        NetFrame present = cut == null ? single : cut.next();
        single = null;
        packet = present;
        return present == null ? -1 : present.length();
    }

    /**
     * Copies the packet that {@link #next} has gone on to.
     *
     * @param offset where its first byte goes; the array has room for all
     */
    public void copyTo(byte[] target, int offset) {
        NetFrame present = packet;
        if (present == null) {
            throw new IllegalStateException("there is no packet; ask next() for one");
        }
        present.copyTo(target, offset);
        if (present.needsChecksum()) {
            int start = offset + present.checksumStart();
            long sum = InternetChecksum.add(0, target, start, present.length() - present.checksumStart());
            InternetChecksum.storeTransport(target, start + present.checksumOffset(), sum);
        }
    }

    @Override
    public String toString() {
        return "wire packets";
    }
}
