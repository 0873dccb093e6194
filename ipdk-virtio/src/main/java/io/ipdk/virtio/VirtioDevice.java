package io.ipdk.virtio;

/**
 * A virtio device as the transport that serves it sees it: what it offers, and what it is told.
 *
 * <p>Confined to one thread (the transport's control thread), which calls one method at a time. The device moves data on other
 * threads of its own choice, which enter a queue's gate ({@link DeviceVirtqueue#tryEnter}) for as long as they touch its
 * ring or guest memory. Methods that say so are called inside that gate. No method may wait for the front end, which is
 * itself waiting for the answer to what it asked.
 *
 * <p>What a device offers (features, queues, size of the configuration space) must not shrink from one front end to the
 * next, because a guest outlives connections.
 */
public interface VirtioDevice {
    /** The device's number in VIRTIO 1.3, clause 5: 1 for net, 2 for block. */
    int deviceId();

    /** All feature bits on offer, of the device and of its rings; without {@link VirtioFeature#PROTOCOL_FEATURES}. */
    long features();

    /** Number of rings. */
    int queueCount();

    /** What GET_QUEUE_NUM answers: for net the number of ring pairs, for other devices the number of rings. */
    int maxQueuePairsOrQueues();

    /**
     * Vhost-user protocol features on top of those that the transport offers for every device, as masks from
     * {@link io.ipdk.virtio.vhostuser.message.ProtocolFeature}: CONFIG, MTU, RARP, INFLIGHT_SHMFD.
     */
    default long protocolFeatures() {
        return 0;
    }

    /** Bytes in the configuration space, at most 256; 0 if the device has none to show. */
    default int configSize() {
        return 0;
    }

    /**
     * Reads the configuration space, little-endian.
     *
     * @param offset first byte; {@code offset + length <= configSize()} is checked by the caller
     */
    default void readConfig(int offset, byte[] target, int targetOffset, int length) {
        throw new UnsupportedOperationException("device " + deviceId() + " has no configuration space");
    }

    /**
     * A driver writes the configuration space.
     *
     * @param offset first byte; {@code offset + length <= configSize()} is checked by the caller
     * @return false if the bytes may not be written or not with these values; nothing was changed then
     */
    default boolean writeConfig(int offset, byte[] source, int sourceOffset, int length) {
        return false;
    }

    /** The ring with an index from 0 to {@code queueCount() - 1}; always the same object. */
    DeviceVirtqueue queue(int index);

    /** A front end has connected; nothing is negotiated yet. */
    default void connected(FrontendHandle frontend) {}

    /**
     * The front end is gone. All rings have been stopped (see {@link #discard} and {@link #queueStopped}) and its memory
     * is no longer mapped.
     */
    default void disconnected(DisconnectCause cause, String reason) {}

    /** The front end has settled for features: a subset of {@link #features()}. All rings are stopped. */
    void featuresNegotiated(long features);

    /** A ring has come to life. Called inside its gate, before any data thread sees it. */
    default void queueStarted(int index) {}

    /**
     * A ring is about to be taken away, after {@link #drain} or {@link #discard}. Called inside its gate; guest memory may
     * not be touched any more afterwards.
     */
    default void queueStopped(int index) {}

    /**
     * Finishes (or hands back with {@code unfetch}) all chains fetched from the ring and writes their used entries, so that
     * nothing in the device refers to guest memory when it returns. Called inside the ring's gate, before the ring stops and
     * before the memory table changes.
     */
    default void drain(int index) {}

    /** Forgets all chains fetched from the ring: their front end is gone. Called inside the ring's gate. */
    default void discard(int index) {}

    /** The driver has written the status field, see {@link VirtioStatus}. Status 0 does not stop rings. */
    default void statusChanged(int status) {}

    /**
     * The front end asks for the largest packet it will send.
     *
     * @param mtu bytes, 68 to 65535
     * @return false to refuse
     */
    default boolean setMtu(int mtu) {
        return false;
    }

    /**
     * A guest has arrived here by migration and cannot announce itself: the device sends a RARP frame for it.
     *
     * @param mac address as a 48-bit number, first byte on the wire highest
     */
    default void rarp(long mac) {}
}
