package io.ipdk.virtio;

/**
 * Masks of the feature bits that belong to rings and transports rather than to one kind of device.
 *
 * <p>Source: Virtual I/O Device (VIRTIO) 1.3, clause 6; bits 26 and 30 from the vhost-user protocol. Immutable.
 */
public final class VirtioFeature {
    /** The front end can switch on a log of the pages that the device writes (vhost only). */
    public static final long LOG_ALL = 1L << 26;

    /** Chains may live in a table of their own that one descriptor points to. */
    public static final long INDIRECT_DESC = 1L << 28;

    /** Event words say from which index on a notification is wanted, instead of the on/off flags. */
    public static final long EVENT_IDX = 1L << 29;

    /** The back end has protocol features, and rings start disabled (vhost-user only; devices never see this bit). */
    public static final long PROTOCOL_FEATURES = 1L << 30;

    /** The driver follows VIRTIO 1.0 or later. */
    public static final long VERSION_1 = 1L << 32;

    /** Addresses in rings are translated by an IOMMU. */
    public static final long ACCESS_PLATFORM = 1L << 33;

    /** Rings have the packed layout. */
    public static final long RING_PACKED = 1L << 34;

    /** Buffers are used in the order in which they were made available. */
    public static final long IN_ORDER = 1L << 35;

    /** Single rings can be reset while others run. */
    public static final long RING_RESET = 1L << 40;

    private VirtioFeature() {}
}
