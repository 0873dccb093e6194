package io.ipdk.virtio.net.protocol;

/**
 * Offsets in {@code struct virtio_net_config}, little-endian; the MAC in the order of the wire.
 *
 * <pre>
 *   0           6          8                      10      12                16       17
 *  +-----------+----------+----------------------+-------+-----------------+--------+
 *  | mac       | status   | max_virtqueue_pairs  | mtu   | speed (Mbit/s)  | duplex |
 *  +-----------+----------+----------------------+-------+-----------------+--------+
 * </pre>
 *
 * Source: VIRTIO 1.3, clause 5.1.4. Immutable.
 */
public final class NetConfigLayout {
    public static final int MAC = 0;
    public static final int STATUS = 6;
    public static final int MAX_QUEUE_PAIRS = 8;
    public static final int MTU = 10;
    public static final int SPEED = 12;
    public static final int DUPLEX = 16;

    /** Up to duplex, rounded to whole words. */
    public static final int BYTES = 20;

    public static final int STATUS_LINK_UP = 1;
    public static final int DUPLEX_FULL = 1;

    private NetConfigLayout() {}
}
