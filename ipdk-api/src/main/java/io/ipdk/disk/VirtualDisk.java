package io.ipdk.disk;

import io.ipdk.device.DeviceKind;
import io.ipdk.device.VirtualDevice;

/**
 * A block device that the host sees as its own.
 *
 * <p>Thread-safe.
 */
public interface VirtualDisk extends VirtualDevice<VirtualDiskSpec, VirtualDiskSpec.Builder> {

    @Override
    default DeviceKind kind() {
        return DeviceKind.DISK;
    }

    /** What is observed just now. */
    DiskInfo info();

    DiskStats stats();
}
