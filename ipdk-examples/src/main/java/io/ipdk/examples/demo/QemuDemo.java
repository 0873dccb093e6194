package io.ipdk.examples.demo;

import io.ipdk.HostInfo;
import io.ipdk.Ipu;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.device.VirtualDevice;
import io.ipdk.examples.console.Numbers;
import io.ipdk.examples.console.Screen;
import io.ipdk.examples.console.Table;
import io.ipdk.examples.console.Waiting;
import io.ipdk.examples.console.Workplace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The demo with two emulated Linux guests on one software IPU, whose ports meet on its switch, then in its P4 pipeline.
 *
 * <p>Confined to one thread.
 */
public final class QemuDemo {

    private final Screen screen;
    private final Waiting waiting;
    private final Checks checks;
    private final DemoSizes sizes;

    public QemuDemo(Screen screen, Checks checks, DemoSizes sizes) {
        this.screen = screen;
        this.waiting = new Waiting(screen);
        this.checks = checks;
        this.sizes = sizes.forGuests();
    }

    /** Runs it; what went wrong is found in the checks. */
    public void run() throws InterruptedException {
        screen.heading("Two guests");
        try (Workplace workplace = new Workplace();
                DemoGuests guests = DemoGuests.start(workplace)) {
            waiting.during("booting alpha and beta, emulated", guests::awaitBoot);
            EventLog events = new EventLog();
            try (Ipu ipu = Ipu.open(guests.uri())) {
                ipu.events().subscribe(events);
                run(ipu, guests, workplace);
            }
            events.awaitEnd();
            screen.table("What happened on the IPU", events.table());
        }
    }

    private void run(Ipu ipu, DemoGuests guests, Workplace workplace) throws InterruptedException {
        screen.table("Hosts of the IPU", hosts(ipu));
        GuestNetworkPart network = new GuestNetworkPart(ipu, guests.alpha(), guests.beta(), screen, checks, sizes);
        network.run();
        new GuestPipelinePart(ipu, guests.alpha(), guests.beta(), network.ports(), screen, checks).run();
        GuestDiskPart disk =
                new GuestDiskPart(ipu, guests.alpha(), workplace.resolve("data0.img"), screen, checks, sizes);
        disk.run();
        List<VirtualDevice<?, ?>> devices = new ArrayList<>(network.ports());
        devices.add(disk.disk());
        unplugAll(devices, guests);
    }

    private static Table hosts(Ipu ipu) {
        Table table = new Table("host", "bus", "reachable", "slots", "free");
        for (HostInfo host : ipu.capabilities().hosts()) {
            table.row(host.name(), host.bus(), host.reachable() ? "yes" : "no", host.slots(), host.freeSlots());
        }
        return table;
    }

    private void unplugAll(List<VirtualDevice<?, ?>> devices, DemoGuests guests) throws InterruptedException {
        screen.heading("Everything is unplugged");
        Table outcomes = new Table("device", "outcome", "phase", "took");
        for (VirtualDevice<?, ?> device : devices) {
            long start = System.nanoTime();
            UnplugOutcome outcome = waiting.during("unplugging " + device.name(), () -> device.unplug());
            outcomes.row(
                    device.name(),
                    outcome,
                    device.status().phase(),
                    Numbers.time(Duration.ofNanos(System.nanoTime() - start)));
            checks.equal(device.name() + " unplugged", UnplugOutcome.ACKNOWLEDGED, outcome);
        }
        screen.table("Unplugged", outcomes);
        for (GuestSession guest : List.of(guests.alpha(), guests.beta())) {
            checks.check(guest.view().pci().isEmpty(), guest.name() + " has no virtio function left");
        }
    }
}
