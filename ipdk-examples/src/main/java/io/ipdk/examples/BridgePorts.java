package io.ipdk.examples;

import io.ipdk.Ipu;
import io.ipdk.examples.console.PortTables;
import io.ipdk.examples.console.Screen;
import io.ipdk.port.InversePort;
import io.ipdk.port.PacketBurst;
import io.ipdk.port.PortAttachment;
import io.ipdk.port.VirtualPort;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A datapath of one's own: the application polls two ports in bursts and hands each the other's frames. */
@Command(
        name = "BridgePorts",
        mixinStandardHelpOptions = true,
        description = "Plugs two ports and passes frames between them in the application.")
final class BridgePorts implements Callable<Integer> {

    @Option(names = "--ipu", paramLabel = "URI", description = "the IPU (default: ${DEFAULT-VALUE})")
    private String ipuUri = "soft:";

    @Option(names = "--time", paramLabel = "SECONDS", description = "how long to bridge (${DEFAULT-VALUE})")
    private long time = 60;

    public static void main(String[] arguments) {
        Program.run(new BridgePorts(), arguments);
    }

    @Override
    public Integer call() {
        Screen screen = Screen.standard();
        DeviceReports reports = new DeviceReports(screen);
        try (Ipu ipu = Ipu.open(ipuUri)) {
            VirtualPort left = ipu.ports().plug("left", p -> p.attachment(PortAttachment.APPLICATION));
            VirtualPort right = ipu.ports().plug("right", p -> p.attachment(PortAttachment.APPLICATION));
            reports.waiting(left);
            reports.waiting(right);
            bridge(
                    left.inverse(),
                    right.inverse(),
                    System.nanoTime() + Duration.ofSeconds(time).toNanos());
            screen.table("Carried", PortTables.statistics(List.of(left, right)));
        }
        return 0;
    }

    private static void bridge(InversePort left, InversePort right, long deadline) {
        PacketBurst burst = left.newBurst(32);
        while (System.nanoTime() < deadline) {
            if (left.receive(burst) > 0) {
                right.send(burst);
            }
            if (right.receive(burst) > 0) {
                left.send(burst);
            }
            Thread.onSpinWait();
        }
    }
}
