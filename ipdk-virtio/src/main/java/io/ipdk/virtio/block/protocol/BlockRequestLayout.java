package io.ipdk.virtio.block.protocol;

/**
 * Offsets in a request and values of its fields, little-endian.
 *
 * <pre>
 *  readable   0 | type u32 | reserved u32 | sector u64 | data of OUT, segments of DISCARD and WRITE_ZEROES ...
 *  writable   0 | data of IN, id of GET_ID ... | status u8
 *
 *  segment    0 | sector u64 | num_sectors u32 | flags u32 |
 * </pre>
 *
 * <p>How the bytes are spread over descriptors is up to the driver. Source: VIRTIO 1.3, clause 5.2.6. Immutable.
 */
public final class BlockRequestLayout {
    /** What sectors of requests and of the capacity are counted in, whatever the logical block size is. */
    public static final int SECTOR_BYTES = 512;

    /** A {@link BlockRequestType#wireValue}. */
    public static final int TYPE = 0;

    /** First sector of IN and OUT. */
    public static final int SECTOR = 8;

    /** Size of the part before the data. */
    public static final int HEADER_BYTES = 16;

    /** First sector of a range. */
    public static final int SEGMENT_SECTOR = 0;

    /** Length of a range. */
    public static final int SEGMENT_NUM_SECTORS = 8;

    /** Flags of a range. */
    public static final int SEGMENT_FLAGS = 12;

    /** Size of a range of DISCARD or WRITE_ZEROES. */
    public static final int SEGMENT_BYTES = 16;

    /** Flag of a WRITE_ZEROES segment: the space may be freed. */
    public static final int FLAG_UNMAP = 1;

    /** Size of the {@link BlockStatus} at the end. */
    public static final int STATUS_BYTES = 1;

    /** Bytes that GET_ID answers, padded with zeros, without a terminator if all are used. */
    public static final int ID_BYTES = 20;

    private BlockRequestLayout() {}
}
