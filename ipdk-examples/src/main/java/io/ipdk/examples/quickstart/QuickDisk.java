package io.ipdk.examples.quickstart;

import io.ipdk.Ipu;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.Iops;
import java.nio.file.Path;
import java.time.Duration;

/** Plugs a disk over a sparse image, limits it, and grows it while it runs. */
public final class QuickDisk {
    private QuickDisk() {}

    public static void main(String... uri) {
        try (Ipu ipu = Ipu.open(uri.length > 0 ? uri[0] : "soft:")) {
            VirtualDisk data = ipu.disks()
                    .plug(
                            "data0",
                            disk -> disk.backend(DiskBackend.sparseFile(Path.of("data0.img")))
                                    .size(DataSize.gib(8))
                                    .totalIops(Iops.iops(5_000)));
            data.awaitReady(Duration.ofSeconds(60));

            data.update(disk -> disk.size(DataSize.gib(16)));
            System.out.println(data.stats());
        }
    }
}
