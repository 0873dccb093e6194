package io.ipdk.virtio;

/** Why a front end and a device were separated. Immutable. */
public enum DisconnectCause {
    /** The front end closed the connection. */
    FRONTEND_CLOSED,

    /** The front end broke a rule of the protocol. */
    PROTOCOL_VIOLATION,

    /** A message was begun and not finished in time. */
    TIMEOUT,

    /** The memory that the front end shared was taken away under the device. */
    MEMORY_FAULT,

    /** The device failed while it worked on a request of the front end. */
    DEVICE_FAILED,

    /** The device asked for it, see {@link FrontendHandle#disconnect}. */
    DEVICE_REQUEST,

    /** The socket failed. */
    SOCKET_FAILED,

    /** The serving side was closed. */
    SERVER_CLOSED
}
