package io.ipdk.examples;

import static io.ipdk.unit.DataSize.gib;
import static io.ipdk.unit.Iops.iops;

import io.ipdk.Ipu;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.examples.console.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plugs one disk, waits for the host to use it, shows it, lets it grow and takes it out again. */
@Command(name = "PlugDisk", mixinStandardHelpOptions = true, description = "Plugs a virtual disk into a host.")
final class PlugDisk implements Callable<Integer> {

    @Option(names = "--ipu", paramLabel = "URI", description = "the IPU (default: ${DEFAULT-VALUE})")
    private String ipuUri = "soft:";

    @Option(names = "--image", paramLabel = "FILE", description = "the image; made if missing (${DEFAULT-VALUE})")
    private Path image = Path.of("data0.img");

    @Option(names = "--wait", paramLabel = "SECONDS", description = "how long the host may take (${DEFAULT-VALUE})")
    private long patience = 120;

    private final DeviceReports reports;

    PlugDisk(Screen screen) {
        reports = new DeviceReports(screen);
    }

    public static void main(String[] arguments) {
        Program.run(new PlugDisk(Screen.standard()), arguments);
    }

    @Override
    public Integer call() {
        try (Ipu ipu = Ipu.open(ipuUri)) {
            VirtualDisk disk = ipu.disks()
                    .plug(
                            "data0",
                            d -> d.backend(DiskBackend.sparseFile(image))
                                    .size(gib(10))
                                    .totalIops(iops(5_000)));
            reports.waiting(disk);
            disk.awaitReady(Duration.ofSeconds(patience));
            reports.show(disk);

            disk.update(d -> d.size(gib(20)).totalIops(iops(20_000)));
            reports.show(disk);

            reports.unplugged(disk, disk.unplug());
        }
        return 0;
    }
}
