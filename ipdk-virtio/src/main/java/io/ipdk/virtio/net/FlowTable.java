package io.ipdk.virtio.net;

/**
 * Remembers on which queue pair a driver sends a flow, so that the answers come to the same pair (VIRTIO 1.3, clause
 * 5.1.6.5.6: automatic receive steering).
 *
 * <p>Written by the thread that polls what the driver sends, read by the one that delivers to it. The two may differ: an
 * entry read late only sends a frame to another pair.
 */
final class FlowTable {
    private static final int ENTRIES = 1024;

    private final byte[] pairs = new byte[ENTRIES];

    /** Notes the pair a flow was sent on, 0 to 126; higher ones are not remembered. */
    void sent(int hash, int pair) {
        if (pair < Byte.MAX_VALUE) {
            pairs[hash & (ENTRIES - 1)] = (byte) (pair + 1);
        }
    }

    /** The pair a flow was last sent on, −1 if it is not known. */
    int pairOf(int hash) {
        return pairs[hash & (ENTRIES - 1)] - 1;
    }
}
