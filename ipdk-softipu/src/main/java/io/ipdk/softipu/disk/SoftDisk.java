package io.ipdk.softipu.disk;

import io.ipdk.disk.DiskInfo;
import io.ipdk.disk.DiskStats;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.softipu.device.DeviceContext;
import io.ipdk.softipu.device.ManagedDevice;
import java.util.function.Consumer;

/** One disk of the software IPU. Thread-safe. */
final class SoftDisk extends ManagedDevice<VirtualDiskSpec, VirtualDiskSpec.Builder, ServedDisk>
        implements VirtualDisk {

    SoftDisk(String name, DiskService service, DeviceContext context, Runnable forget) {
        super(name, service, context, forget);
    }

    @Override
    public DiskInfo info() {
        return served().info(pciAddress().orElse(null));
    }

    @Override
    public DiskStats stats() {
        return served().stats();
    }

    @Override
    protected VirtualDiskSpec changed(Consumer<? super VirtualDiskSpec.Builder> change) {
        return spec().with(change);
    }
}
