package io.ipdk.benchmarks.net;

import io.ipdk.benchmarks.ThreadPin;
import io.ipdk.port.PacketBurst;
import io.ipdk.softipu.net.DeviceInversePort;
import io.ipdk.softipu.net.LearningSwitch;
import io.ipdk.unit.MacAddress;
import io.ipdk.virtio.net.NetSettings;
import io.ipdk.virtio.net.VirtioNetDevice;
import io.ipdk.virtio.vhostuser.VhostUserOptions;
import io.ipdk.virtio.vhostuser.VhostUserServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Our devices, served from this process. Thread-safe. */
final class OurBackEnds {
    private static final int BURST = 32;

    private OurBackEnds() {}

    static MacAddress mac(int number) {
        return new MacAddress(0x5254_0000_0000L + number);
    }

    static VirtioNetDevice device(int number) {
        return new VirtioNetDevice(1, NetSettings.of(mac(number)));
    }

    /** One port that the application polls: each frame is copied into the application's buffers, and that is all. */
    static AutoCloseable receive(List<Path> sockets, int cpu) throws IOException, InterruptedException {
        VirtioNetDevice device = device(0);
        VhostUserServer server = VhostUserServer.listen(sockets.get(0), device, VhostUserOptions.defaults());
        AtomicBoolean running = new AtomicBoolean(true);
        Thread poller = new Thread(() -> poll(new DeviceInversePort(device), running), "bench-receive");
        poller.setDaemon(true);
        poller.start();
        ThreadPin.pin(poller.getName(), cpu);
        return () -> {
            running.set(false);
            poller.join();
            server.close();
        };
    }

    private static void poll(DeviceInversePort port, AtomicBoolean running) {
        PacketBurst burst = port.newBurst(BURST);
        while (running.get()) {
            if (port.receive(burst) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    /** All ports on a learning switch. */
    static AutoCloseable switched(List<Path> sockets, int cpu) throws IOException, InterruptedException {
        LearningSwitch lan = LearningSwitch.start("bench-switch");
        List<VhostUserServer> servers = new ArrayList<>();
        for (Path socket : sockets) {
            VirtioNetDevice device = device(servers.size());
            lan.attach(device);
            servers.add(VhostUserServer.listen(socket, device, VhostUserOptions.defaults()));
        }
        ThreadPin.pin("ipdk-bench-switch", cpu);
        return () -> {
            servers.forEach(VhostUserServer::close);
            lan.close();
        };
    }
}
