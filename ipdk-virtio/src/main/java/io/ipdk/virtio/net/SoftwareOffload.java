package io.ipdk.virtio.net;

import org.jspecify.annotations.Nullable;

/**
 * Does what a receiving driver cannot: fills in checksums, and cuts large TCP frames.
 *
 * <p>Works on a copy of the whole frame in private memory, so that the checksum is that of the bytes delivered. One more
 * copy is the price; both drivers are free to negotiate the offloads instead.
 *
 * <p>Confined to the thread that polls.
 */
final class SoftwareOffload {
    /** Private memory that is needed. */
    static final int SCRATCH_BYTES = 65_536 + 512;

    private final long scratch;
    private final NetFrame result;
    private final TcpSegmenter segmenter;
    private @Nullable NetFrame completedFrom;

    SoftwareOffload(long scratch) {
        this.scratch = scratch;
        this.result = new NetFrame(scratch, this);
        this.segmenter = new TcpSegmenter(scratch, scratch + SCRATCH_BYTES - NetFrame.SCRATCH_BYTES, result);
    }

    /** A frame's content is about to change. */
    void forget(NetFrame frame) {
        if (completedFrom == frame) {
            completedFrom = null;
        }
    }

    /** The frame with its checksum filled in; the same for all receivers of the frame. */
    NetFrame completed(NetFrame frame) {
        if (completedFrom != frame) {
            frame.copyTo(scratch);
            result.wrapUnchecked(scratch, frame.length());
            result.clearOffload();
            complete(scratch, frame.length(), frame.checksumStart(), frame.checksumOffset());
            completedFrom = frame;
        }
        return result;
    }

    /** Fills in a pending checksum of a frame in memory, over everything from {@code start} on. */
    static void complete(long address, int length, int start, int offset) {
        long sum = InternetChecksum.add(0, address + start, length - start);
        InternetChecksum.storeTransport(address + start + offset, sum);
    }

    /** Starts to cut a frame; {@link TcpSegmenter#next} has the pieces. */
    TcpSegmenter segmentsOf(NetFrame frame, boolean completeChecksums) {
        completedFrom = null;
        segmenter.begin(frame, completeChecksums);
        return segmenter;
    }
}
