package io.ipdk.examples;

import static io.ipdk.disk.DiskBackend.spdk;
import static io.ipdk.unit.DataSize.gib;
import static io.ipdk.unit.Iops.iops;

import io.ipdk.Ipu;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.examples.console.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has SPDK keep and serve a disk: makes the volume, limits it, plugs it, shows what is in force, and takes it out again. */
@Command(
        name = "PlugSpdkDisk",
        mixinStandardHelpOptions = true,
        description = "Plugs a virtual disk that spdk_tgt serves by itself.")
final class PlugSpdkDisk implements Callable<Integer> {

    @Option(names = "--ipu", paramLabel = "URI", description = "the IPU (default: ${DEFAULT-VALUE})")
    private String ipuUri = "soft:";

    @Option(names = "--spdk", paramLabel = "SOCKET", description = "what spdk_tgt -r has (${DEFAULT-VALUE})")
    private Path rpcSocket = Path.of("/var/tmp/spdk.sock");

    @Option(names = "--store", paramLabel = "NAME", description = "the lvol store, which is there (${DEFAULT-VALUE})")
    private String store = "lvs0";

    @Option(names = "--wait", paramLabel = "SECONDS", description = "for the host's driver; 0 = not (${DEFAULT-VALUE})")
    private long patience = 120;

    private final Screen screen;
    private final DeviceReports reports;

    PlugSpdkDisk(Screen screen) {
        this.screen = screen;
        reports = new DeviceReports(screen);
    }

    public static void main(String[] arguments) {
        Program.run(new PlugSpdkDisk(Screen.standard()), arguments);
    }

    @Override
    public Integer call() {
        try (Ipu ipu = Ipu.open(ipuUri)) {
            VirtualDisk disk = ipu.disks()
                    .plug(
                            "data0",
                            d -> d.backedBy(spdk(rpcSocket).lvol(store, "data0"))
                                    .size(gib(1))
                                    .totalIops(iops(5_500)));
            reports.waiting(disk);
            if (patience > 0) {
                disk.awaitReady(Duration.ofSeconds(patience));
            }
            reports.show(disk);
            screen.progress("in force: " + disk.info().limits());

            disk.update(d -> d.size(gib(2)));
            reports.show(disk);

            reports.unplugged(disk, disk.unplug());
        }
        return 0;
    }
}
