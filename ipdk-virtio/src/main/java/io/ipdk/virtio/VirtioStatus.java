package io.ipdk.virtio;

/**
 * Bits of the device status field, in the order in which a driver sets them.
 *
 * <p>Source: Virtual I/O Device (VIRTIO) 1.3, clause 2.1. Immutable.
 */
public final class VirtioStatus {
    /** The driver's system has found the device. */
    public static final int ACKNOWLEDGE = 0x01;

    /** The driver's system knows how to drive the device. */
    public static final int DRIVER = 0x02;

    /** The driver is set up; the device is live. */
    public static final int DRIVER_OK = 0x04;

    /** The driver has settled for a set of features; a device that refuses the set clears the bit again. */
    public static final int FEATURES_OK = 0x08;

    /** The device asks to be reset. */
    public static final int DEVICE_NEEDS_RESET = 0x40;

    /** The driver has given the device up. */
    public static final int FAILED = 0x80;

    private VirtioStatus() {}
}
