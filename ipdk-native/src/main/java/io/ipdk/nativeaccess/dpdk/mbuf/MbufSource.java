package io.ipdk.nativeaccess.dpdk.mbuf;

import io.ipdk.nativeaccess.dpdk.Lcore;
import io.ipdk.nativeaccess.dpdk.internal.MbufLedger;
import io.ipdk.nativeaccess.memory.RawMemory;
import org.jspecify.annotations.Nullable;

/**
 * New mbufs from one pool, taken from the lcore's cache without a native call while that lasts.
 *
 * <p>Confined to one thread (the lcore's).
 */
public final class MbufSource {
    private final MbufPool pool;
    private final MempoolCache cache;
    private final Lcore lcore;
    private final @Nullable MbufLedger ledger;
    private final int maxLength;

    MbufSource(MbufPool pool, MempoolCache cache, Lcore lcore) {
        this.pool = pool;
        this.cache = cache;
        this.lcore = lcore;
        ledger = lcore.eal().context().ledger();
        maxLength = pool.room() - io.ipdk.nativeaccess.dpdk.layout.MbufLayout.HEADROOM;
    }

    /**
     * Appends new packets of one segment to a burst, their bytes unspecified.
     *
     * @param count at least 1, at most the room in the burst
     * @param length bytes of each packet
     * @return the count, or 0 if the pool is exhausted
     */
    public int allocate(MbufBurst burst, int count, int length) {
        lcore.requireHere();
        if (count < 1 || count > burst.capacity() - burst.size() || length < 0 || length > maxLength) {
            throw new IllegalArgumentException(count + " packets of " + length + " bytes into " + burst
                    + ": the range is 1 to the room left, and 0 to " + maxLength + " bytes");
        }
        long array = burst.end();
        pool.address();
        if (!cache.take(array, count)) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            Mbuf.initialize(RawMemory.getLong(array + (long) i * Long.BYTES), length);
        }
        if (ledger != null) {
            ledger.acquired(array, count);
        }
        burst.grow(count);
        return count;
    }
}
