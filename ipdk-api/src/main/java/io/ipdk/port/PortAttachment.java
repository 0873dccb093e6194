package io.ipdk.port;

/** What lies behind a port on the IPU's side. */
public enum PortAttachment {
    /** The IPU's learning switch, or its pipeline once that has a program. */
    SWITCH,
    /** The application: it polls and sends the frames itself through {@link VirtualPort#inverse()}. */
    APPLICATION
}
