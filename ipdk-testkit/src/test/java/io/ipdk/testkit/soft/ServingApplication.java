package io.ipdk.testkit.soft;

import io.ipdk.Ipu;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.DiskLimits;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.limit.IopsLimit;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.Iops;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that serves a guest two ports and a slow disk, until it is killed. */
final class ServingApplication {
    static final List<String> PORTS = List.of("web0", "web1");
    static final String DISK = "data0";

    /** So few that writes are always on their way when the program is killed. */
    private static final int WRITES_PER_SECOND = 80;

    private ServingApplication() {}

    static VirtualPortSpec portSpec(int index) {
        return VirtualPortSpec.of(p -> p.mac("52:54:00:aa:bb:0" + index));
    }

    static VirtualDiskSpec diskSpec(Path image) {
        return VirtualDiskSpec.of(d -> d.backend(DiskBackend.sparseFile(image))
                .size(DataSize.mib(64))
                .limits(DiskLimits.UNLIMITED.withWriteIops(new IopsLimit(new Iops(WRITES_PER_SECOND), 1))));
    }

    public static void main(String[] arguments) throws InterruptedException {
        Ipu ipu = Ipu.open(arguments[0]);
        for (int i = 0; i < PORTS.size(); i++) {
            ipu.ports().plug(PORTS.get(i), portSpec(i));
        }
        ipu.disks().plug(DISK, diskSpec(Path.of(arguments[1])));
        System.out.println(ForkedApplication.PLUGGED);
        new CountDownLatch(1).await();
    }
}
