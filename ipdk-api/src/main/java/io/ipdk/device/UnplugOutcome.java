package io.ipdk.device;

/** How an unplug ended. */
public enum UnplugOutcome {
    /** The host's driver let go; nothing of the device is left. */
    ACKNOWLEDGED,
    /** The host gave no answer in time; the device is still there and works. Unplug again to resume. */
    TIMED_OUT,
    /** The host answered that it will not let go; the device is still there and works. */
    REFUSED_BY_HOST,
    /** The device was taken away without the host's agreement. */
    SURPRISE
}
