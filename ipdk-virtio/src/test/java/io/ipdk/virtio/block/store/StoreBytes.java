package io.ipdk.virtio.block.store;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.MappedMemory;
import java.util.SplittableRandom;

/** Moves bytes of a test in and out of a store, in pieces of any size. */
final class StoreBytes implements AutoCloseable {
    private static final int GAP = 3;

    private final MappedMemory memory = MappedMemory.anonymous(8 << 20);

    static byte[] random(int bytes, long seed) {
        byte[] data = new byte[bytes];
        new SplittableRandom(seed).nextBytes(data);
        return data;
    }

    void write(BlockStore store, long offset, byte[] data, int... pieces) {
        SegmentList segments = segments(data.length, pieces);
        int at = 0;
        for (int i = 0; i < segments.count(); i++) {
            RawMemory.copyFromArray(data, at, segments.address(i), segments.length(i));
            at += segments.length(i);
        }
        store.write(offset, segments);
    }

    byte[] read(BlockStore store, long offset, int bytes, int... pieces) {
        SegmentList segments = segments(bytes, pieces);
        store.read(offset, segments);
        byte[] data = new byte[bytes];
        int at = 0;
        for (int i = 0; i < segments.count(); i++) {
            RawMemory.copyToArray(segments.address(i), data, at, segments.length(i));
            at += segments.length(i);
        }
        return data;
    }

    /** Pieces that do not touch each other; the last one takes what is left. */
    private SegmentList segments(int bytes, int... pieces) {
        SegmentList segments = new SegmentList();
        long address = memory.address();
        int left = bytes;
        for (int piece : pieces) {
            segments.add(address, piece);
            address += piece + GAP;
            left -= piece;
        }
        segments.add(address, left);
        return segments;
    }

    @Override
    public void close() {
        memory.close();
    }
}
