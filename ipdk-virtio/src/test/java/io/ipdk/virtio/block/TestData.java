package io.ipdk.virtio.block;

import io.ipdk.virtio.block.protocol.BlockRequestLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Bytes for tests. */
final class TestData {
    private TestData() {}

    static byte[] random(int bytes, long seed) {
        byte[] data = new byte[bytes];
        new SplittableRandom(seed).nextBytes(data);
        return data;
    }

    /** One range of DISCARD or WRITE_ZEROES. */
    static byte[] range(long sector, int sectors, int flags) {
        return ByteBuffer.allocate(BlockRequestLayout.SEGMENT_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(sector)
                .putInt(sectors)
                .putInt(flags)
                .array();
    }

    static byte[] join(byte[]... parts) {
        int bytes = 0;
        for (byte[] part : parts) {
            bytes += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(bytes);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
