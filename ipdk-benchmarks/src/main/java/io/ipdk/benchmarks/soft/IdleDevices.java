package io.ipdk.benchmarks.soft;

import com.sun.management.OperatingSystemMXBean;
import io.ipdk.Ipu;
import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.device.VirtualDevice;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.port.VirtualPort;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.testkit.contract.SocketHost;
import io.ipdk.unit.DataSize;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What 64 disks and 32 ports cost while a driver has set them up and none of them has anything to do. */
public final class IdleDevices implements SideBySide {

    private static final int DISKS = 64;
    private static final int PORTS = 32;
    private static final double BUDGET_PERCENT_OF_A_CORE = 2;
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final Duration MEASURE = Duration.ofSeconds(10);
    private static final Duration READY = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public List<BenchResult> run() throws InterruptedException {
        try (Ipu ipu = Ipu.open("soft:");
                SocketHost host = new SocketHost()) {
            List<VirtualDevice<?, ?>> devices = plug(ipu);
            for (VirtualDevice<?, ?> device : devices) {
                host.start(device);
                device.awaitReady(READY);
            }
            Thread.sleep(SETTLE.toMillis());
            double percent = cpuPercent();
            return List.of(BenchResult.within(
                    "idle." + DISKS + "disks" + PORTS + "ports", percent, "% of a core", BUDGET_PERCENT_OF_A_CORE));
        }
    }

    private static List<VirtualDevice<?, ?>> plug(Ipu ipu) {
        List<VirtualDevice<?, ?>> devices = new ArrayList<>();
        for (int i = 0; i < PORTS; i++) {
            VirtualPort port = ipu.ports().plug("port" + i, VirtualPortSpec.defaults());
            devices.add(port);
        }
        for (int i = 0; i < DISKS; i++) {
            VirtualDisk disk = ipu.disks().plug("disk" + i, VirtualDiskSpec.of(d -> d.size(DataSize.mib(64))));
            devices.add(disk);
        }
        return devices;
    }

    /** The share of one core that this process used, as the operating system counts it. */
    private static double cpuPercent() throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpuBefore = system.getProcessCpuTime();
        long before = System.nanoTime();
        Thread.sleep(MEASURE.toMillis());
        return 100.0 * (system.getProcessCpuTime() - cpuBefore) / (System.nanoTime() - before);
    }
}
