package io.ipdk.virtio.net;

/** What became of a frame that was offered to a device. Immutable. */
public enum Delivery {
    /** It is in the driver's buffers. */
    DELIVERED,
    /** It can not be delivered, now or later; the cause was counted. */
    DROPPED,
    /** The driver has offered too few buffers; nothing was counted, and the frame may be offered again. */
    NO_BUFFER
}
