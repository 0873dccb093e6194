package io.ipdk.port;

/** Why a frame was not passed on. Every frame that enters a port is either delivered or counted under one of these. */
public enum DropCause {
    /** Towards the host: no front end is connected, or its driver has not started the queue. */
    NOT_CONNECTED,
    /** The port's admin state is DOWN. */
    LINK_DOWN,
    /** Towards the host: the driver has offered no buffer, or too few for this frame. */
    NO_BUFFER,
    /** Towards the host: over the port's rate limit. From the host frames wait instead. */
    RATE_LIMIT,
    /** From the host: the source MAC, or the sender hardware address of an ARP, is not the port's. */
    SPOOFED_SOURCE,
    /** From the host: a descriptor chain that breaks a rule of the virtio specification. */
    MALFORMED_CHAIN,
    /** From the host: checksum or segmentation fields that do not fit the frame or the negotiated features. */
    BAD_OFFLOAD,
    /** Longer than the port's MTU plus the Ethernet and VLAN headers, and not a segmentation offload. */
    TOO_LONG,
    /** Shorter than an Ethernet header. */
    TOO_SHORT,
    /** From the host: the queue is started but disabled. */
    QUEUE_DISABLED,
    /** Towards the host: needs an offload that neither its driver nor the software fallback can do. */
    UNSUPPORTED_OFFLOAD,
    /** The application owns the receiving port and polls too slowly, or nobody owns the frame. */
    NO_RECEIVER
}
