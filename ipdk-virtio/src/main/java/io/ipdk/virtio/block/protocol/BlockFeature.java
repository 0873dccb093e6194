package io.ipdk.virtio.block.protocol;

/**
 * Masks of the feature bits of the block device.
 *
 * <p>Source: VIRTIO 1.3, clause 5.2.3. Immutable.
 */
public final class BlockFeature {
    /** {@code size_max} of the configuration space is valid. */
    public static final long SIZE_MAX = 1L << 1;

    /** {@code seg_max} of the configuration space is valid. */
    public static final long SEG_MAX = 1L << 2;

    /** {@code geometry} of the configuration space is valid. */
    public static final long GEOMETRY = 1L << 4;

    /** The device is read-only. */
    public static final long RO = 1L << 5;

    /** {@code blk_size} of the configuration space is valid. */
    public static final long BLK_SIZE = 1L << 6;

    /** The device knows FLUSH. */
    public static final long FLUSH = 1L << 9;

    /** {@code topology} of the configuration space is valid. */
    public static final long TOPOLOGY = 1L << 10;

    /** The driver may switch between write-back and write-through. */
    public static final long CONFIG_WCE = 1L << 11;

    /** {@code num_queues} of the configuration space is valid. */
    public static final long MQ = 1L << 12;

    /** The device knows DISCARD. */
    public static final long DISCARD = 1L << 13;

    /** The device knows WRITE_ZEROES. */
    public static final long WRITE_ZEROES = 1L << 14;

    private BlockFeature() {}
}
