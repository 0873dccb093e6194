package io.ipdk.device;

/** Where a device is in its life. */
public enum DevicePhase {
    /** The intent is written down; the device is not on the host's bus yet. */
    PLUGGING,
    /** On the host's bus; no driver of the host uses it. */
    PLUGGED,
    /** Observed: the host's driver has set it up and uses it. */
    READY,
    /** The host or its connection is gone; the device comes back when the host does. */
    DISCONNECTED,
    /** Removal was asked for; the device stays usable until the host lets go. */
    UNPLUGGING,
    /** Gone from the host; the name is free. */
    UNPLUGGED
}
