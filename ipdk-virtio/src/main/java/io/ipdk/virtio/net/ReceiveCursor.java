package io.ipdk.virtio.net;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.net.protocol.NetHeaderLayout;
import io.ipdk.virtio.queue.DescriptorChain;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import org.jspecify.annotations.Nullable;

/**
 * Puts a frame into the chains a receiving driver has offered: into one, or with MRG_RXBUF into as many as it takes.
 *
 * <p>Either the whole frame is in the used ring afterwards, or all chains are back in the avail ring.
 *
 * <p>Confined to the thread inside the gate of the queue.
 */
final class ReceiveCursor {
    /** Chains one frame may be spread over: 64 KiB in the smallest buffers that drivers use (512 bytes), doubled. */
    static final int MAX_CHAINS = 256;

    private static final int MAX_SEGMENTS = 256;
    private static final int MAX_CHAIN_BYTES = 1 << 20;

    /** Faulty chains that are thrown back for one frame; the next frame goes on. */
    private static final int MAX_FAULTY = 16;

    private static final int FAULTY = -1;

    private final DescriptorChain chain = new DescriptorChain(MAX_SEGMENTS, MAX_CHAIN_BYTES);
    private final int[] heads = new int[MAX_CHAINS + MAX_FAULTY];
    private final int[] written = new int[MAX_CHAINS + MAX_FAULTY];

    private @Nullable SplitDeviceQueue ring;
    private int fetched;
    private int faulty;
    private int thrownBack;
    private int segment;
    private long at;
    private int left;
    private boolean full;

    /**
     * Puts one frame into the ring, unpublished.
     *
     * @param headerBytes length of the virtio header
     * @return false if the driver has not offered enough
     */
    boolean put(SplitDeviceQueue target, NetFrame frame, int headerBytes, boolean mergeable) {
        ring = target;
        fetched = 0;
        faulty = 0;
        thrownBack = 0;
        full = false;
        boolean done = false;
        try {
            done = fetch(target, headerBytes) && fill(target, frame, headerBytes, mergeable);
        } finally {
            if (!done) {
                target.unfetch(fetched);
                fetched = 0;
            }
        }
        return done;
    }

    /** How many faulty chains the last {@link #put} has thrown back. */
    int faultyChains() {
        return thrownBack;
    }

    private boolean fill(SplitDeviceQueue target, NetFrame frame, int headerBytes, boolean mergeable) {
        int total = headerBytes + frame.length();
        if (chain.writableBytes() < total) {
            return mergeable && spread(target, frame, headerBytes);
        }
        if (left >= total && frame.isContiguous()) {
            putHeader(at, frame, headerBytes, 1);
            FrameCopy.copy(frame.headAddress(), at + headerBytes, frame.length());
        } else {
            writeHeader(frame, headerBytes, 1);
            frame.copyTo(this);
        }
        written[fetched - 1] = total;
        complete(target);
        return true;
    }

    private boolean spread(SplitDeviceQueue target, NetFrame frame, int headerBytes) {
        long countLow = addressOf(NetHeaderLayout.NUM_BUFFERS);
        long countHigh = addressOf(NetHeaderLayout.NUM_BUFFERS + 1);
        writeHeader(frame, headerBytes, 0);
        frame.copyTo(this);
        if (full) {
            return false;
        }
        int chains = fetched - faulty;
        RawMemory.putByte(countLow, (byte) chains);
        RawMemory.putByte(countHigh, (byte) (chains >>> 8));
        complete(target);
        return true;
    }

    /** Faulty chains go back first, so that the used entries of the frame are neighbours. */
    private void complete(SplitDeviceQueue target) {
        if (faulty > 0) {
            thrownBack += faulty;
            for (int i = 0; i < fetched; i++) {
                if (written[i] == FAULTY) {
                    target.addUsed(heads[i], 0);
                }
            }
        }
        for (int i = 0; i < fetched; i++) {
            if (written[i] != FAULTY) {
                target.addUsed(heads[i], written[i]);
            }
        }
    }

    /** Fetches the next good chain. */
    private boolean fetch(SplitDeviceQueue target, int minBytes) {
        while (fetched - faulty < MAX_CHAINS && faulty + thrownBack < MAX_FAULTY) {
            if (!target.next(chain) && (target.available() == 0 || !target.next(chain))) {
                return false;
            }
            boolean good = chain.readableSegments() == 0 && chain.writableBytes() >= minBytes;
            if (!good && fetched == 0) {
                target.addUsed(chain.head(), 0);
                thrownBack++;
                continue;
            }
            heads[fetched] = chain.head();
            written[fetched] = good ? 0 : FAULTY;
            fetched++;
            if (good) {
                segment = 0;
                at = chain.address(0);
                left = chain.length(0);
                return true;
            }
            faulty++;
        }
        return false;
    }

    private void putHeader(long target, NetFrame frame, int headerBytes, int buffers) {
        RawMemory.putLong(target + NetHeaderLayout.WORD, frame.headerWord());
        if (headerBytes == NetHeaderLayout.BYTES) {
            RawMemory.putInt(target + NetHeaderLayout.CSUM_OFFSET, frame.checksumOffset() | (buffers << 16));
        } else {
            RawMemory.putShort(target + NetHeaderLayout.CSUM_OFFSET, (short) frame.checksumOffset());
        }
    }

    private void writeHeader(NetFrame frame, int headerBytes, int buffers) {
        if (left >= headerBytes) {
            putHeader(at, frame, headerBytes, buffers);
            advance(headerBytes);
            return;
        }
        long word = frame.headerWord();
        int rest = frame.checksumOffset() | (buffers << 16);
        for (int i = 0; i < headerBytes; i++) {
            if (left == 0) {
                nextSegment();
            }
            int value = i < Long.BYTES ? (int) (word >>> (8 * i)) : rest >>> (8 * (i - Long.BYTES));
            RawMemory.putByte(at, (byte) value);
            advance(1);
        }
    }

    /** The host address of a byte of the present chain's writable part. */
    private long addressOf(int offset) {
        int skip = offset;
        int i = 0;
        while (skip >= chain.length(i)) {
            skip -= chain.length(i);
            i++;
        }
        return chain.address(i) + skip;
    }

    /** Copies bytes to where the cursor is; goes on to the next chain where one ends. */
    void write(long source, int bytes) {
        int done = 0;
        while (done < bytes && !full) {
            if (left == 0) {
                nextSegment();
                continue;
            }
            int part = Math.min(left, bytes - done);
            FrameCopy.copy(source + done, at, part);
            advance(part);
            done += part;
        }
    }

    /** As {@link #write(long, int)}, from an array. */
    void write(byte[] source, int offset, int bytes) {
        int done = 0;
        while (done < bytes && !full) {
            if (left == 0) {
                nextSegment();
                continue;
            }
            int part = Math.min(left, bytes - done);
            FrameCopy.copy(source, offset + done, at, part);
            advance(part);
            done += part;
        }
    }

    private void advance(int bytes) {
        at += bytes;
        left -= bytes;
        written[fetched - 1] += bytes;
    }

    private void nextSegment() {
        segment++;
        if (segment < chain.segments()) {
            at = chain.address(segment);
            left = chain.length(segment);
        } else if (ring == null || !fetch(ring, 1)) {
            full = true;
        }
    }
}
