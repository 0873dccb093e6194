package io.ipdk.nativeaccess.dpdk.tag;

import io.ipdk.error.CapacityException;
import io.ipdk.error.UnsupportedException;
import io.ipdk.nativeaccess.dpdk.Lcore;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufBurst;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufPool;
import java.util.Arrays;

/** Tries tags on a packet before they are relied on. Thread-safe. */
public final class TagProof {
    private static final int FRAME = 64;

    private TagProof() {}

    /**
     * Compares what both sides declare, then writes, reads and removes the least and the largest tag on a packet of the
     * pool, which must come out as it went in.
     *
     * @throws UnsupportedException if the declarations or the packet differ
     */
    public static void require(PacketTags ours, TagSpec theirs, MbufPool pool, Lcore lcore) {
        ours.spec().requireAgreement(theirs);
        MbufBurst burst = new MbufBurst(lcore, 1);
        if (pool.source(lcore).allocate(burst, 1, FRAME) == 0) {
            throw new CapacityException(pool + " is exhausted", "make it larger");
        }
        try {
            byte[] before = new byte[FRAME];
            for (int i = 0; i < FRAME; i++) {
                before[i] = (byte) i;
            }
            burst.copyFrom(0, before, 0, FRAME);
            ours.remove(burst, 0);
            int largest = (int) Math.min(ours.spec().maxValue(), Integer.MAX_VALUE - 1L);
            roundTrip(ours, burst, 0, before);
            roundTrip(ours, burst, largest, before);
        } finally {
            burst.free();
        }
    }

    private static void roundTrip(PacketTags tags, MbufBurst burst, int value, byte[] before) {
        int untagged = tags.read(burst, 0);
        tags.write(burst, 0, value);
        int read = tags.read(burst, 0);
        int removed = tags.remove(burst, 0);
        byte[] after = new byte[burst.length(0)];
        burst.copyTo(0, after, 0);
        if (untagged != PacketTags.NONE || read != value || removed != value || !Arrays.equals(before, after)) {
            throw new UnsupportedException(
                    "tag " + value + " was read as " + read + " and removed as " + removed + ", an untagged packet as "
                            + untagged + "; the frame is "
                            + (Arrays.equals(before, after) ? "unchanged" : "changed") + " (" + tags.spec() + ")",
                    "this tag cannot be used here");
        }
    }
}
