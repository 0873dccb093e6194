package io.ipdk.examples;

import io.ipdk.device.UnplugOutcome;
import io.ipdk.device.VirtualDevice;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.examples.console.DiskTables;
import io.ipdk.examples.console.PortTables;
import io.ipdk.examples.console.Screen;
import io.ipdk.port.VirtualPort;
import java.nio.file.Path;
import java.util.List;

/** What {@link PlugPort} and {@link PlugDisk} print. */
final class DeviceReports {

    private final Screen screen;

    DeviceReports(Screen screen) {
        this.screen = screen;
    }

    void waiting(VirtualPort port) {
        waiting(port, port.info().socket().map(Path::toString).orElse(""));
    }

    void waiting(VirtualDisk disk) {
        waiting(disk, disk.info().socket().map(Path::toString).orElse(""));
    }

    private void waiting(VirtualDevice<?, ?> device, String socket) {
        screen.progress(device.name() + " is plugged; " + device.status().reason());
        screen.progress("waiting for the host's driver" + (socket.isEmpty() ? "" : "; vhost-user socket " + socket));
    }

    void show(VirtualPort port) {
        screen.table(port.name() + ": asked for", PortTables.specs(List.of(port)));
        screen.table(port.name() + ": observed", PortTables.observed(List.of(port)));
        screen.table(port.name() + ": carried", PortTables.statistics(List.of(port)));
    }

    void show(VirtualDisk disk) {
        screen.table(disk.name() + ": asked for", DiskTables.specs(List.of(disk)));
        screen.table(disk.name() + ": observed", DiskTables.observed(List.of(disk)));
        screen.table(disk.name() + ": served", DiskTables.statistics(List.of(disk)));
        screen.table(disk.name() + ": latency", DiskTables.latencies(disk.stats()));
    }

    void unplugged(VirtualDevice<?, ?> device, UnplugOutcome outcome) {
        screen.progress(device.name() + " unplugged: " + outcome);
    }
}
