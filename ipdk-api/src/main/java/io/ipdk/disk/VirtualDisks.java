package io.ipdk.disk;

import io.ipdk.device.VirtualDevices;

/**
 * The virtual disks of an IPU.
 *
 * <p>Thread-safe.
 */
public interface VirtualDisks extends VirtualDevices<VirtualDisk, VirtualDiskSpec, VirtualDiskSpec.Builder> {}
