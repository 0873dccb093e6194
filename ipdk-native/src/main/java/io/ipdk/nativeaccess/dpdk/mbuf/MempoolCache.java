package io.ipdk.nativeaccess.dpdk.mbuf;

import io.ipdk.nativeaccess.dpdk.internal.BurstFunction;
import io.ipdk.nativeaccess.dpdk.internal.BurstFunctions;
import io.ipdk.nativeaccess.dpdk.internal.EalContext;
import io.ipdk.nativeaccess.dpdk.layout.MempoolLayout;
import io.ipdk.nativeaccess.memory.RawMemory;

/**
 * The part of a mempool that belongs to one lcore: a stack of free objects that the drivers called by this thread use too,
 * and behind it the pool's own enqueue and dequeue. Does what DPDK's inline functions do.
 *
 * <p>Confined to one thread (the lcore's).
 */
final class MempoolCache {
    private final long pool;
    private final long cache;
    private final int wanted;
    private final int threshold;
    private final BurstFunction enqueue;
    private final BurstFunction dequeue;

    MempoolCache(EalContext context, int lcore, long pool) {
        this.pool = pool;
        boolean cached = RawMemory.getInt(pool + MempoolLayout.CACHE_SIZE) > 0;
        cache = cached
                ? RawMemory.getLong(pool + MempoolLayout.LOCAL_CACHE) + (long) lcore * MempoolLayout.CACHE_BYTES
                : 0;
        wanted = cached ? RawMemory.getInt(cache + MempoolLayout.CACHE_WANTED) : 0;
        threshold = wanted + wanted / 2;
        long operations = context.libraries().mempoolOpsTable()
                + MempoolLayout.OPS_TABLE_ENTRIES
                + (long) RawMemory.getInt(pool + MempoolLayout.OPS_INDEX) * MempoolLayout.OPS_BYTES;
        enqueue = BurstFunctions.at(RawMemory.getLong(operations + MempoolLayout.OPS_ENQUEUE));
        dequeue = BurstFunctions.at(RawMemory.getLong(operations + MempoolLayout.OPS_DEQUEUE));
    }

    long pool() {
        return pool;
    }

    /** Takes exactly so many objects; false, and none taken, if there are not so many. */
    boolean take(long array, int count) {
        if (cache == 0 || count > wanted) {
            return dequeue.call(pool, array, count) == 0;
        }
        int length = RawMemory.getInt(cache + MempoolLayout.CACHE_LENGTH);
        if (length < count) {
            long end = cache + MempoolLayout.CACHE_OBJECTS + (long) length * Long.BYTES;
            int missing = wanted + count - length;
            if (dequeue.call(pool, end, missing) != 0) {
                // Too few for a full cache; what is asked for may still be there.
                missing = count - length;
                if (dequeue.call(pool, end, missing) != 0) {
                    return false;
                }
            }
            length += missing;
        }
        length -= count;
        RawMemory.copy(
                cache + MempoolLayout.CACHE_OBJECTS + (long) length * Long.BYTES, array, (long) count * Long.BYTES);
        RawMemory.putInt(cache + MempoolLayout.CACHE_LENGTH, length);
        return true;
    }

    /** Gives objects back; there is always room. */
    void give(long array, int count) {
        if (cache == 0 || count > threshold) {
            enqueue.call(pool, array, count);
            return;
        }
        int length = RawMemory.getInt(cache + MempoolLayout.CACHE_LENGTH);
        if (length + count > threshold) {
            enqueue.call(pool, cache + MempoolLayout.CACHE_OBJECTS, length);
            length = 0;
        }
        RawMemory.copy(
                array, cache + MempoolLayout.CACHE_OBJECTS + (long) length * Long.BYTES, (long) count * Long.BYTES);
        RawMemory.putInt(cache + MempoolLayout.CACHE_LENGTH, length + count);
    }
}
