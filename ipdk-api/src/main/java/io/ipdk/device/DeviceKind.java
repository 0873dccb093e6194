package io.ipdk.device;

/** The kinds of virtual device an IPU can plug into a host. */
public enum DeviceKind {
    PORT,
    DISK
}
