package io.ipdk.softipu.disk;

import io.ipdk.disk.VirtualDisk;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.disk.VirtualDisks;
import io.ipdk.softipu.device.DeviceContext;
import io.ipdk.softipu.device.DeviceTable;
import java.util.function.Consumer;

/** The disks of one software IPU. Thread-safe. */
public final class SoftDisks extends DeviceTable<VirtualDisk, VirtualDiskSpec, VirtualDiskSpec.Builder, SoftDisk>
        implements VirtualDisks {

    private final DeviceContext context;
    private final DiskService service;

    public SoftDisks(DeviceContext context, DiskService service) {
        super(context, service, disk -> disk);
        this.context = context;
        this.service = service;
    }

    @Override
    protected SoftDisk newDevice(String name, Runnable forget) {
        return new SoftDisk(name, service, context, forget);
    }

    @Override
    protected VirtualDiskSpec specOf(Consumer<? super VirtualDiskSpec.Builder> steps) {
        return VirtualDiskSpec.of(steps);
    }
}
