package io.ipdk.testkit.soft;

import io.ipdk.Ipu;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that plugs a port and a disk, says so, and waits to be killed. */
final class PluggingApplication {

    static final String PORT = "web0";
    static final String DISK = "data0";

    private PluggingApplication() {}

    static VirtualPortSpec portSpec() {
        return VirtualPortSpec.of(p -> p.mtu(9000).rateLimit(Bandwidth.mbps(50)));
    }

    static VirtualDiskSpec diskSpec(Path image) {
        return VirtualDiskSpec.of(d -> d.backend(DiskBackend.sparseFile(image)).size(DataSize.mib(16)));
    }

    public static void main(String[] arguments) throws InterruptedException {
        Ipu ipu = Ipu.open("soft:" + arguments[0]);
        ipu.ports().plug(PORT, VirtualPortSpec.defaults()).update(portSpec());
        Path image = Path.of(arguments[1]);
        ipu.disks()
                .plug(DISK, diskSpec(image).with(d -> d.size(DataSize.mib(8))))
                .update(diskSpec(image));
        System.out.println(ForkedApplication.PLUGGED);
        new CountDownLatch(1).await();
    }
}
