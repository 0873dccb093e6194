package io.ipdk.virtio.queue;

/** The feature bits that change how a ring works, as masks of the 64-bit feature word (virtio 1.2, §6). Immutable. */
public final class RingFeature {
    /** VIRTIO_F_INDIRECT_DESC: a descriptor may refer to a table of descriptors elsewhere (§2.7.5.3). */
    public static final long INDIRECT_DESC = 1L << 28;

    /** VIRTIO_F_EVENT_IDX: event words say when to notify, the flags do not (§2.7.7, §2.7.10). */
    public static final long EVENT_IDX = 1L << 29;

    private RingFeature() {}
}
