package io.ipdk.virtio.block;

/** What a queue of a disk counts. Immutable. */
enum BlockCounter {
    /** IN answered with OK. */
    READS(0),
    /** Bytes of these. */
    READ_BYTES(1),
    /** OUT answered with OK. */
    WRITES(2),
    /** Bytes of these. */
    WRITTEN_BYTES(3),
    /** FLUSH answered with OK. */
    FLUSHES(4),
    /** DISCARD answered with OK. */
    DISCARDS(5),
    /** WRITE_ZEROES answered with OK. */
    WRITE_ZEROES(6),
    /** Requests answered with IOERR. */
    ERRORS(7),
    /** Requests answered with UNSUPP. */
    UNSUPPORTED(8),
    /** Chains that broke a rule of the ring or had no room for a status. */
    MALFORMED(9),
    /** Requests that had to wait for a limit. */
    THROTTLED(10);

    static final int COUNT = 11;

    /** Where the counter is kept, below {@link #COUNT}. */
    final int slot;

    BlockCounter(int slot) {
        this.slot = slot;
    }
}
