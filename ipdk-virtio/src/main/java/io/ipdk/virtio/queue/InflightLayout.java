package io.ipdk.virtio.queue;

/**
 * Offsets and sizes of the area that remembers which chains of one split ring are in flight; offsets only, no access.
 *
 * <p>The area outlives the back end: the front end keeps it and hands it to the next one. {@code n} is the queue size.
 *
 * <pre>
 *    0               8       10      12      14      16
 *    +---------------+-------+-------+-------+-------+
 *    |   features    |version|desc_  |last_  |used_  |   version: 0 unused yet, 1 split ring
 *    |               |       | num   |batch  | idx   |
 *    +---------------+-------+-------+-------+-------+
 *
 *   then n times, by head:
 *
 *    0       1       6       8              16
 *    +-------+-------+-------+---------------+
 *    |in-    |padding| next  |    counter    |          in-flight: 1 from fetch to return
 *    |flight |       |       |               |          next: the head returned before this one
 *    +-------+-------+-------+---------------+          counter: the order of the fetches
 * </pre>
 *
 * <p>Source: the vhost-user protocol, "Inflight I/O tracking", split virtqueue. Immutable.
 */
public final class InflightLayout {
    static final int VERSION_AT = 8;
    static final int DESCRIPTORS_AT = 10;
    static final int LAST_BATCH_AT = 12;
    static final int USED_INDEX_AT = 14;
    static final int ENTRIES_AT = 16;

    static final int ENTRY_BYTES = 16;
    static final int ENTRY_IN_FLIGHT = 0;
    static final int ENTRY_NEXT = 6;
    static final int ENTRY_COUNTER = 8;

    static final short VERSION_UNUSED = 0;
    static final short VERSION_SPLIT = 1;

    private static final int ALIGNMENT = 64;

    private InflightLayout() {}

    /** Size of the area of one ring in bytes; areas of several rings follow each other. */
    public static int bytes(int queueSize) {
        return (ENTRIES_AT + queueSize * ENTRY_BYTES + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
