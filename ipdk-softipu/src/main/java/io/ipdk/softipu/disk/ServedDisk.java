package io.ipdk.softipu.disk;

import io.ipdk.disk.DiskInfo;
import io.ipdk.disk.DiskStats;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.softipu.device.ServedDevice;
import io.ipdk.unit.PciAddress;
import org.jspecify.annotations.Nullable;

/** A disk's back end, in this process or in another one. Thread-safe. */
interface ServedDisk extends ServedDevice<VirtualDiskSpec> {

    DiskInfo info(@Nullable PciAddress pci);

    DiskStats stats();
}
