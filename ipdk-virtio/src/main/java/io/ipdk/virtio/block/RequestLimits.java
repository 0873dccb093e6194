package io.ipdk.virtio.block;

/** How large the requests may be that a disk takes; told to the driver in the configuration space. Immutable. */
final class RequestLimits {
    /** Most bytes in one data segment. */
    static final int SIZE_MAX = 1 << 20;

    /** Most data segments: what fits into a ring of 128 without indirect tables, beside header and status. */
    static final int SEG_MAX = 126;

    /** Most sectors in one segment of DISCARD: 2 GiB. */
    static final int MAX_DISCARD_SECTORS = 1 << 22;

    static final int MAX_DISCARD_SEG = 32;

    /** Most sectors in one segment of WRITE_ZEROES: 64 MiB, for a store may have to write them. */
    static final int MAX_WRITE_ZEROES_SECTORS = 1 << 17;

    static final int MAX_WRITE_ZEROES_SEG = 8;

    /** The unit in which stores free space. */
    static final int PAGE_BYTES = 4096;

    /**
     * Most bytes in a chain. A driver that did not negotiate SIZE_MAX and SEG_MAX may cut its data differently, but a
     * request is not larger for that.
     */
    static final int CHAIN_BYTES = SEG_MAX * SIZE_MAX + PAGE_BYTES;

    /** Most segments in a chain: the longest indirect table that a driver may use. */
    static final int CHAIN_SEGMENTS = 1024;

    /** Most requests of one queue that wait for a limit or for the store; more stay in the ring. */
    static final int IN_FLIGHT = 1024;

    private RequestLimits() {}
}
