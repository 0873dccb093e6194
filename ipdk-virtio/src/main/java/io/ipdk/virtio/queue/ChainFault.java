package io.ipdk.virtio.queue;

/**
 * The rule that a descriptor chain broke (virtio 1.2, §2.7.4 and §2.7.5, or a limit of the device). Immutable.
 *
 * <p>Such a chain is returned to the driver with nothing written, and costs the guest that one request.
 */
public enum ChainFault {
    /** A descriptor's {@code next} is not below the size of its table. */
    NEXT_OUT_OF_RANGE,
    /** The chain has more descriptors than its table, so it runs in a circle (§2.7.5.2: no loops). */
    LOOP,
    /** The chain has more pieces than the device takes. */
    TOO_MANY_SEGMENTS,
    /** The chain has more bytes than the device takes. */
    TOO_MANY_BYTES,
    /** A buffer is not, or not wholly, guest memory. */
    UNMAPPED,
    /** A buffer to read comes after a buffer to write (§2.7.4.2). */
    READABLE_AFTER_WRITABLE,
    /** An indirect descriptor, though the feature was not negotiated (§2.7.5.3.1). */
    INDIRECT_NOT_NEGOTIATED,
    /** An indirect descriptor that also has NEXT (§2.7.5.3.1). */
    INDIRECT_AND_NEXT,
    /** An indirect descriptor inside an indirect table (§2.7.5.3.1). */
    INDIRECT_NESTED,
    /** An indirect table that is empty, not a multiple of 16 bytes, or longer than 1024 entries and the ring. */
    INDIRECT_LENGTH,
    /** An indirect table that is not, or not wholly, guest memory. */
    INDIRECT_UNMAPPED
}
