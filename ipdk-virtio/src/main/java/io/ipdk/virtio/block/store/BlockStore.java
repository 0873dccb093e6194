package io.ipdk.virtio.block.store;

/**
 * Where the blocks of a disk are kept.
 *
 * <p>Offsets and lengths are in bytes, multiples of 512, and inside the {@link #size}: the device has checked them. What is
 * not written yet reads as zeros. There is no order between requests that run at the same time.
 *
 * <p>A method that cannot do its work throws any unchecked exception: the guest is answered an I/O error, the disk goes on
 * with its next request, and the owner of the disk hears of the cause. {@link UnsupportedOperationException} is answered as
 * such.
 *
 * <p>Thread-safe, as implementations are. {@link #close} is called once, when no other method runs any more.
 */
public interface BlockStore extends AutoCloseable {
    /** How much the store holds in bytes; a multiple of 512. */
    long size();

    /** Whether only {@link #read} works. */
    boolean readOnly();

    /**
     * Whether methods may wait for a device. They are then called on threads of their own, several at a time; otherwise on
     * the thread that polls the rings, which must not be kept waiting.
     */
    boolean mayBlock();

    /** Fills the segments with what is stored from the offset on. */
    void read(long offset, SegmentList target);

    /** Stores the bytes of the segments from the offset on. They need not be durable before the next {@link #flush}. */
    void write(long offset, SegmentList source);

    /** Makes durable all that was written by calls that had returned when this one began. */
    void flush();

    /** Notes that the contents of a range are of no use any more; may do nothing. */
    void discard(long offset, long bytes);

    /**
     * Makes a range read as zeros.
     *
     * @param mayUnmap whether the space may be freed; otherwise a later write there must not fail for lack of space, as
     *     far as the store can promise that at all
     */
    void writeZeroes(long offset, long bytes, boolean mayUnmap);

    /**
     * Makes the store larger; what is new reads as zeros, and the new size is durable when the method returns. Requests go
     * on meanwhile.
     *
     * @param bytes the new size, a multiple of 512, not below the present one
     */
    void grow(long bytes);

    /** Gives back what the store holds. */
    @Override
    void close();
}
