package io.ipdk.virtio.vhostuser.message;

/**
 * The rules of the protocol that a front end can break. Breaking one ends its connection and nothing else.
 *
 * <p>Immutable.
 */
public enum ProtocolViolation {
    /** The header's version is not 1, a reply flag is set on a request, or reserved flags are set. */
    HEADER_FLAGS,
    /** The payload is longer than any request needs. */
    PAYLOAD_TOO_LARGE,
    /** The payload does not have the size that the request prescribes. */
    PAYLOAD_SIZE,
    /** More or fewer descriptors came than the request prescribes, or more than the socket could take. */
    FD_COUNT,
    /** The connection ended inside a message. */
    MESSAGE_CUT_OFF,
    /** The rest of a message did not come in time. */
    MESSAGE_TIMEOUT,
    /** The request is not known, and no answer was asked for that could say so. */
    UNKNOWN_REQUEST,
    /** The request needs a protocol feature that was not agreed on. */
    REQUEST_NOT_NEGOTIATED,
    /** A feature was set that had not been offered. */
    FEATURE_NOT_OFFERED,
    /** A protocol feature was set that had not been offered. */
    PROTOCOL_FEATURE_NOT_OFFERED,
    /** Features were changed while rings run. */
    FEATURES_WHILE_RUNNING,
    /** More memory regions than there are slots. */
    TOO_MANY_REGIONS,
    /** A memory region of no bytes. */
    REGION_EMPTY,
    /** A memory region that wraps around the end of an address space. */
    REGION_OVERFLOW,
    /** A memory region that reaches beyond the end of its file. */
    REGION_BEYOND_FILE,
    /** A memory region that shares addresses with another one. */
    REGION_OVERLAP,
    /** More memory than the device may map. */
    MEMORY_LIMIT,
    /** A descriptor for memory that cannot be mapped. */
    REGION_NOT_MAPPABLE,
    /** A ring that the device does not have. */
    RING_INDEX,
    /** A ring size that is not a power of two from 1 to 32768. */
    RING_SIZE,
    /** A ring position outside of 0 to 65535. */
    RING_BASE,
    /** Ring flags that were not negotiated. */
    RING_FLAGS,
    /** A ring part that does not lie inside one memory region. */
    RING_UNMAPPED,
    /** A ring part at an address that is not a multiple of its alignment. */
    RING_ALIGNMENT,
    /** A ring started before it had a size and addresses. */
    RING_NOT_CONFIGURED,
    /** The layout of a running ring was changed. */
    RING_RUNNING,
    /** A ring switched to something other than 0 (off) and 1 (on). */
    RING_ENABLE_VALUE,
    /** A descriptor that cannot serve as a notification. */
    EVENT_NOT_USABLE,
    /** A descriptor that cannot serve as the second socket. */
    BACKEND_CHANNEL_NOT_USABLE,
    /** A part of the configuration space that lies outside of it. */
    CONFIG_RANGE,
    /** A tracking area for requests in flight that does not fit the rings or its file. */
    INFLIGHT_AREA
}
