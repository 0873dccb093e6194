package io.ipdk.examples;

import static io.ipdk.unit.Bandwidth.gbps;
import static io.ipdk.unit.Bandwidth.mbps;

import io.ipdk.Ipu;
import io.ipdk.examples.console.Screen;
import io.ipdk.port.VirtualPort;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plugs one port, waits for the host to use it, shows it, changes it live and takes it out again. */
@Command(name = "PlugPort", mixinStandardHelpOptions = true, description = "Plugs a virtual port into a host.")
final class PlugPort implements Callable<Integer> {

    @Option(names = "--ipu", paramLabel = "URI", description = "the IPU (default: ${DEFAULT-VALUE})")
    private String ipuUri = "soft:";

    @Option(names = "--wait", paramLabel = "SECONDS", description = "how long the host may take (${DEFAULT-VALUE})")
    private long patience = 120;

    private final DeviceReports reports;

    PlugPort(Screen screen) {
        reports = new DeviceReports(screen);
    }

    public static void main(String[] arguments) {
        Program.run(new PlugPort(Screen.standard()), arguments);
    }

    @Override
    public Integer call() {
        try (Ipu ipu = Ipu.open(ipuUri)) {
            VirtualPort port = ipu.ports()
                    .plug(
                            "web0",
                            p -> p.mac("52:54:00:12:34:56").linkSpeed(gbps(25)).rateLimit(mbps(500)));
            reports.waiting(port);
            port.awaitReady(Duration.ofSeconds(patience));
            reports.show(port);

            port.update(p -> p.rateLimit(gbps(1)).antiSpoofing(true));
            reports.show(port);

            reports.unplugged(port, port.unplug());
        }
        return 0;
    }
}
