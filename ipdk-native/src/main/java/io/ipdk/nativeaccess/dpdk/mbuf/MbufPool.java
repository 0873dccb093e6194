package io.ipdk.nativeaccess.dpdk.mbuf;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.Lcore;
import io.ipdk.nativeaccess.dpdk.internal.CText;
import io.ipdk.nativeaccess.dpdk.internal.EalContext;
import io.ipdk.nativeaccess.dpdk.internal.MbufLibrary;
import io.ipdk.nativeaccess.dpdk.internal.MempoolLibrary;
import io.ipdk.nativeaccess.dpdk.layout.MbufLayout;
import io.ipdk.nativeaccess.dpdk.layout.MempoolLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/** A pool of mbufs. Thread-safe. */
public final class MbufPool implements AutoCloseable {
    private static final int ANY_SOCKET = -1;
    private static final int MAX_NAME = MempoolLayout.NAME_BYTES - 1;

    /** The room for data that holds an ordinary frame, headroom included. */
    public static final int DEFAULT_ROOM = 2048 + MbufLayout.HEADROOM;

    private final EalContext context;
    private final String name;
    private final int size;
    private final int room;
    private final long address;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MbufPool(Eal eal, String name, int size, int room, long address) {
        this.context = eal.context();
        this.name = name;
        this.size = size;
        this.room = room;
        this.address = address;
    }

    /** A pool of packets of up to 2048 bytes, with caches of 256 mbufs where so many fit. */
    public static MbufPool create(Eal eal, String name, int size) {
        int cache = Math.min(256, size / 4);
        return create(eal, name, size, cache, DEFAULT_ROOM);
    }

    /**
     * Makes a pool.
     *
     * @param name 1 to 25 characters, not in use
     * @param size mbufs, 1 or more; one less than a power of two takes the least memory
     * @param cacheSize mbufs that each lcore keeps for itself, 0 to 512 and at most two thirds of the size
     * @param room bytes for data in each mbuf, 128 bytes of headroom included, at most 65535
     * @throws io.ipdk.nativeaccess.dpdk.DpdkException if the memory does not suffice or the name is taken
     */
    public static MbufPool create(Eal eal, String name, int size, int cacheSize, int room) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("\"" + name + "\": a pool's name has 1 to " + MAX_NAME + " characters");
        }
        if (size < 1 || cacheSize < 0 || cacheSize > MempoolLayout.CACHE_WANTED_MAX || cacheSize * 3L > size * 2L) {
            throw new IllegalArgumentException("a pool of " + size + " mbufs with caches of " + cacheSize
                    + ": a cache has at most 512 and at most two thirds of the pool");
        }
        if (room < MbufLayout.HEADROOM || room > 0xffff) {
            throw new IllegalArgumentException(room + " bytes of room: the range is 128 to 65535");
        }
        long address = eal.context()
                .create(
                        "rte_pktmbuf_pool_create",
                        name + ", " + size + " mbufs",
                        "give the EAL more memory, or choose another name",
                        () -> MbufLibrary.rte_pktmbuf_pool_create(
                                CText.of(name), size, cacheSize, (short) 0, (short) room, ANY_SOCKET));
        return new MbufPool(eal, name, size, room, address);
    }

    public String name() {
        return name;
    }

    /** All its mbufs. */
    public int size() {
        return size;
    }

    /** Bytes for data in each mbuf, headroom included. */
    public int room() {
        return room;
    }

    /** The mbufs that are free now, those in the caches of lcores included, as DPDK itself counts them. */
    public int availableCount() {
        long pool = address();
        return context.run(() -> MempoolLibrary.rte_mempool_avail_count(pool));
    }

    /** A source of new mbufs for one thread. */
    public MbufSource source(Lcore lcore) {
        return new MbufSource(this, new MempoolCache(context, lcore.number(), address()), lcore);
    }

    /** The address of the {@code rte_mempool}. */
    public long address() {
        if (closed.get()) {
            throw new ClosedException("the mbuf pool " + name + " is closed", "");
        }
        return address;
    }

    /**
     * Gives the memory back.
     *
     * @throws IllegalStateException if mbufs are still out: in bursts, or in the queues of a port that is not closed
     */
    @Override
    public void close() {
        if (closed.get()) {
            return;
        }
        context.run(() -> {
            int out = size - MempoolLibrary.rte_mempool_avail_count(address);
            if (out != 0) {
                throw new IllegalStateException(out + " mbufs of the pool " + name
                        + " are still out; free bursts and close ports before their pool");
            }
            if (closed.compareAndSet(false, true)) {
                MempoolLibrary.rte_mempool_free(address);
            }
            return out;
        });
    }

    @Override
    public String toString() {
        return "mbuf pool " + name + " of " + size;
    }
}
