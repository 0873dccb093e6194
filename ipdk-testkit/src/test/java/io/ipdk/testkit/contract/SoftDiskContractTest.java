package io.ipdk.testkit.contract;

import io.ipdk.Ipu;
import io.ipdk.device.VirtualDevices;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.unit.DataSize;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The laws of the API for the disks of the software IPU on the sockets bus. */
class SoftDiskContractTest extends DeviceContract<VirtualDisk, VirtualDiskSpec, VirtualDiskSpec.Builder> {

    @TempDir
    Path directory;

    private final SocketHost host = new SocketHost();

    @AfterEach
    void closeHost() {
        host.close();
    }

    @Override
    protected Ipu open() {
        return Ipu.open("soft:" + directory.resolve("state"));
    }

    @Override
    protected VirtualDevices<VirtualDisk, VirtualDiskSpec, VirtualDiskSpec.Builder> devices(Ipu ipu) {
        return ipu.disks();
    }

    @Override
    protected HostDriver host() {
        return host;
    }

    @Override
    protected VirtualDiskSpec spec() {
        return VirtualDiskSpec.of(d -> d.backend(DiskBackend.sparseFile(directory.resolve("image.raw")))
                .size(DataSize.mib(8)));
    }

    @Override
    protected VirtualDiskSpec liveChange() {
        return spec().with(d -> d.size(DataSize.mib(16)));
    }

    @Override
    protected VirtualDiskSpec fixedChange() {
        return spec().with(d -> d.queues(2));
    }

    @Override
    protected VirtualDiskSpec beyondCapabilities() {
        return spec().with(d -> d.queues(10_000));
    }
}
