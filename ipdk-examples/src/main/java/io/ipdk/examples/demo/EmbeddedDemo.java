package io.ipdk.examples.demo;

import io.ipdk.Ipu;
import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.device.VirtualDevice;
import io.ipdk.examples.console.Screen;
import io.ipdk.examples.console.Table;
import io.ipdk.examples.console.Workplace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The demo without a hypervisor: our own vhost-user front end plays the host.
 *
 * <p>Confined to one thread.
 */
public final class EmbeddedDemo {

    /** Long enough for a host that has let go already, short enough to watch one that has not. */
    private static final UnplugMode SOON = UnplugMode.graceful(Duration.ofMillis(500));

    private final Screen screen;
    private final Checks checks;
    private final DemoSizes sizes;

    public EmbeddedDemo(Screen screen, Checks checks, DemoSizes sizes) {
        this.screen = screen;
        this.checks = checks;
        this.sizes = sizes;
    }

    /** Runs it; what went wrong is found in the checks. */
    public void run() throws InterruptedException {
        EventLog events = new EventLog();
        try (Workplace workplace = new Workplace();
                Ipu ipu = Ipu.open("soft:")) {
            ipu.events().subscribe(events);
            try (NetworkPart network = new NetworkPart(ipu, screen, checks, sizes);
                    DiskPart disk = new DiskPart(ipu, workplace.resolve("data0.img"), screen, checks, sizes)) {
                network.run();
                new PipelinePart(ipu, network, screen, checks, sizes).run();
                disk.run();
                unplugAll(network, disk);
            }
            checks.equal(
                    "devices left",
                    0,
                    ipu.ports().list().size() + ipu.disks().list().size());
        }
        events.awaitEnd();
        screen.table("What happened on the IPU", events.table());
    }

    private void unplugAll(NetworkPart network, DiskPart disk) {
        screen.heading("Everything is unplugged");
        checks.equal(
                "web0 while its driver holds on to it",
                UnplugOutcome.TIMED_OUT,
                network.ports().get(0).unplug(SOON));
        network.close();
        disk.close();
        List<VirtualDevice<?, ?>> devices = new ArrayList<>(network.ports());
        devices.add(disk.disk());
        Table outcomes = new Table("device", "outcome", "phase");
        for (VirtualDevice<?, ?> device : devices) {
            UnplugOutcome outcome = device.unplug(SOON);
            outcomes.row(device.name(), outcome, device.status().phase());
            checks.equal(device.name() + " unplugged", UnplugOutcome.ACKNOWLEDGED, outcome);
        }
        screen.table("Unplugged", outcomes);
    }
}
