package io.ipdk.nativeaccess.dpdk.mbuf;

import io.ipdk.nativeaccess.dpdk.Lcore;
import io.ipdk.nativeaccess.dpdk.internal.EalContext;
import io.ipdk.nativeaccess.dpdk.internal.MbufLedger;
import io.ipdk.nativeaccess.dpdk.internal.MbufLibrary;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.DirectMemory;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reusable array of packets. It holds what it contains: each packet leaves it by being sent, freed, moved or detached,
 * and a burst that is dropped with packets inside takes them from the pool for good.
 *
 * <p>Confined to one thread (the lcore's).
 */
public final class MbufBurst {
    /** The most packets a burst can hold. */
    public static final int MAX_CAPACITY = 4096;

    private final Lcore lcore;
    private final EalContext context;
    private final @Nullable MbufLedger ledger;
    private final DirectMemory memory;
    private final long array;
    private final int capacity;
    private final PacketViews views;
    private int size;
    private @Nullable MempoolCache cache;

    /**
     * An empty burst.
     *
     * @param capacity 1 to 4096 packets
     */
    public MbufBurst(Lcore lcore, int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "a burst of " + capacity + " packets: the range is 1 to " + MAX_CAPACITY);
        }
        this.lcore = lcore;
        this.capacity = capacity;
        context = lcore.eal().context();
        ledger = context.ledger();
        memory = DirectMemory.allocate(capacity * Long.BYTES);
        array = memory.address();
        views = new PacketViews(capacity);
    }

    public int capacity() {
        return capacity;
    }

    /** Packets in it. */
    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The address of the mbuf of a packet, for {@link Mbuf}. */
    public long mbuf(int index) {
        return RawMemory.getLong(slot(index));
    }

    /** The address of the first byte of a packet. */
    public long data(int index) {
        return Mbuf.data(mbuf(index));
    }

    /** Bytes of a packet, all its segments together. */
    public int length(int index) {
        return Mbuf.packetLength(mbuf(index));
    }

    /** Bytes of a packet in its first segment, which {@link #data} starts. */
    public int firstSegmentLength(int index) {
        return Mbuf.dataLength(mbuf(index));
    }

    /** Whether a packet consists of several segments; {@link #data} and {@link #packet} reach the first only. */
    public boolean isSegmented(int index) {
        return Mbuf.segments(mbuf(index)) > 1;
    }

    /**
     * Sets the length of a packet of one segment; what lies behind the old end is unspecified.
     *
     * @throws IllegalArgumentException if it does not fit
     */
    public void setLength(int index, int length) {
        long mbuf = single(index);
        int most = Mbuf.dataLength(mbuf) + Mbuf.tailroom(mbuf);
        if (length < 0 || length > most) {
            throw new IllegalArgumentException(length + " bytes: the range is 0 to " + most + " in this mbuf");
        }
        Mbuf.setLength(mbuf, length);
    }

    /**
     * Moves the start of a packet: forward by so many bytes, or backward, into the headroom, if negative.
     *
     * @throws IllegalArgumentException if there is not so much data or headroom
     */
    public void moveStart(int index, int bytes) {
        long mbuf = mbuf(index);
        if (bytes > Mbuf.dataLength(mbuf) || -bytes > Mbuf.headroom(mbuf)) {
            throw new IllegalArgumentException("the start of a packet cannot be moved by " + bytes + " bytes: it has "
                    + Mbuf.dataLength(mbuf) + " bytes behind " + Mbuf.headroom(mbuf) + " of headroom");
        }
        Mbuf.moveStart(mbuf, bytes);
    }

    /**
     * A packet as a buffer, without a copy: reader index 0, writer index its length. It is valid until it is released, and
     * no longer than the packet is in this burst. Its object is used again; the packet stays in the burst.
     *
     * @throws IllegalStateException if the packet has several segments
     */
    public ByteBuf packet(int index) {
        return views.of(index, single(index));
    }

    private long single(int index) {
        long mbuf = mbuf(index);
        if (Mbuf.segments(mbuf) != 1) {
            throw new IllegalStateException("packet " + index + " has " + Mbuf.segments(mbuf)
                    + " segments; copy it, or give the port mbufs that hold its largest frame");
        }
        return mbuf;
    }

    /** Copies a packet, all its segments, into an array; returns its length. */
    public int copyTo(int index, byte[] target, int offset) {
        int length = length(index);
        Objects.checkFromIndexSize(offset, length, target.length);
        int at = offset;
        for (long segment = mbuf(index); segment != 0; segment = Mbuf.next(segment)) {
            int bytes = Mbuf.dataLength(segment);
            RawMemory.copyToArray(Mbuf.data(segment), target, at, bytes);
            at += bytes;
        }
        return length;
    }

    /** Sets the content of a packet of one segment, and its length. */
    public void copyFrom(int index, byte[] source, int offset, int length) {
        setLength(index, length);
        RawMemory.copyFromArray(source, offset, data(index), length);
    }

    /**
     * Adds a packet of another burst, which must then be told to forget it.
     *
     * @throws IllegalStateException if this burst is full
     */
    public void append(long mbuf) {
        if (size == capacity) {
            throw new IllegalStateException("the burst is full: it holds " + capacity + " packets");
        }
        RawMemory.putLong(array + (long) size * Long.BYTES, mbuf);
        size++;
    }

    /** Forgets all packets: each is held by somebody else now. */
    public void forget() {
        views.invalidate();
        size = 0;
    }

    /** Gives all packets back to their pools. */
    public void free() {
        free(0, size);
        forget();
    }

    /** Gives the packets from an index on back to their pools. */
    public void freeFrom(int first) {
        Objects.checkIndex(first, size + 1);
        free(first, size - first);
        views.invalidate();
        size = first;
    }

    private void free(int first, int count) {
        lcore.requireHere();
        if (count == 0) {
            return;
        }
        long start = array + (long) first * Long.BYTES;
        if (ledger != null) {
            ledger.released(start, count, "freed");
        }
        long pool = Mbuf.pool(RawMemory.getLong(start));
        if (areSimple(start, count, pool)) {
            cacheOf(pool).give(start, count);
        } else {
            MbufLibrary.rte_pktmbuf_free_bulk(start, count);
        }
    }

    private static boolean areSimple(long start, int count, long pool) {
        for (int i = 0; i < count; i++) {
            if (!Mbuf.isSimple(RawMemory.getLong(start + (long) i * Long.BYTES), pool)) {
                return false;
            }
        }
        return true;
    }

    private MempoolCache cacheOf(long pool) {
        MempoolCache current = cache;
        if (current == null || current.pool() != pool) {
            current = new MempoolCache(context, lcore.number(), pool);
            cache = current;
        }
        return current;
    }

    private long slot(int index) {
        return array + (long) Objects.checkIndex(index, size) * Long.BYTES;
    }

    // What queues do with it.

    /** The address of the array of mbufs, for queues. */
    public long array() {
        return array;
    }

    /** Where the next packet's mbuf goes. */
    long end() {
        return array + (long) size * Long.BYTES;
    }

    void grow(int count) {
        size += count;
    }

    /** A queue has filled the array. */
    public void received(int count) {
        size = count;
        if (ledger != null) {
            ledger.acquired(array, count);
        }
    }

    /** A queue is about to take packets. */
    public void sending() {
        views.invalidate();
        if (ledger != null) {
            ledger.released(array, size, "sent");
        }
    }

    /** Functions that were hung into a queue have taken packets out: those left are at the start. */
    public void kept(int count) {
        size = count;
    }

    /** A queue has taken the first packets of the array; the others move up. */
    public void sent(int count) {
        int left = size - count;
        if (left > 0) {
            RawMemory.copy(array + (long) count * Long.BYTES, array, (long) left * Long.BYTES);
        }
        size = left;
        if (ledger != null) {
            ledger.acquired(array, left);
        }
    }

    @Override
    public String toString() {
        return "burst of " + size + " of " + capacity + " packets at 0x" + Long.toHexString(memory.address());
    }
}
