package io.ipdk.virtio.block.protocol;

/**
 * Offsets in the configuration space of the block device, little-endian.
 *
 * <pre>
 *  byte 0              4              8              12             16
 *     0 | capacity (u64, 512 B units) | size_max     | seg_max      |
 *    16 | cylinders u16, heads, sectors | blk_size   | physical_block_exp, alignment_offset, min_io_size u16 | opt_io_size |
 *    32 | writeback, unused, num_queues u16 | max_discard_sectors | max_discard_seg | discard_sector_alignment |
 *    48 | max_write_zeroes_sectors | max_write_zeroes_seg | write_zeroes_may_unmap, 3 unused |
 * </pre>
 *
 * <p>Source: VIRTIO 1.3, clause 5.2.4, up to the fields of WRITE_ZEROES. Immutable.
 */
public final class BlockConfigLayout {
    /** Capacity in units of 512 bytes, u64. */
    public static final int CAPACITY = 0;

    /** Most bytes in one segment, u32. */
    public static final int SIZE_MAX = 8;

    /** Most data segments in one request, u32. */
    public static final int SEG_MAX = 12;

    /** Logical block size in bytes, u32. */
    public static final int BLK_SIZE = 20;

    /** Logical blocks in a physical one, as a power of two, u8. */
    public static final int PHYSICAL_BLOCK_EXP = 24;

    /** Offset of the first aligned logical block, u8. */
    public static final int ALIGNMENT_OFFSET = 25;

    /** Smallest I/O size that performs well, in logical blocks, u16. */
    public static final int MIN_IO_SIZE = 26;

    /** Best sustained I/O size in logical blocks, u32; 0 tells nothing. */
    public static final int OPT_IO_SIZE = 28;

    /** 1: write-back, 0: write-through, u8; the only field that a driver writes. */
    public static final int WRITEBACK = 32;

    /** Number of request queues, u16. */
    public static final int NUM_QUEUES = 34;

    /** Most sectors in one segment of DISCARD, u32. */
    public static final int MAX_DISCARD_SECTORS = 36;

    /** Most segments in one DISCARD, u32. */
    public static final int MAX_DISCARD_SEG = 40;

    /** Alignment in sectors at which DISCARD frees space, u32. */
    public static final int DISCARD_SECTOR_ALIGNMENT = 44;

    /** Most sectors in one segment of WRITE_ZEROES, u32. */
    public static final int MAX_WRITE_ZEROES_SECTORS = 48;

    /** Most segments in one WRITE_ZEROES, u32. */
    public static final int MAX_WRITE_ZEROES_SEG = 52;

    /** Whether WRITE_ZEROES may free space, u8. */
    public static final int WRITE_ZEROES_MAY_UNMAP = 56;

    /** Size of all of it. */
    public static final int BYTES = 60;

    private BlockConfigLayout() {}
}
