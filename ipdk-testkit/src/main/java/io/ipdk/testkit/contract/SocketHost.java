package io.ipdk.testkit.contract;

import io.ipdk.device.VirtualDevice;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.port.VirtualPort;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.vhostuser.FrontendOptions;
import io.ipdk.virtio.vhostuser.SharedMemory;
import io.ipdk.virtio.vhostuser.VhostUserFrontend;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A host that connects to the devices' vhost-user sockets by itself and sets up their rings, as the smallest driver does.
 *
 * <p>Confined to one thread (the test's).
 */
public final class SocketHost implements HostDriver, AutoCloseable {

    private static final int RING_SIZE = 64;
    private static final long MEMORY_BYTES = 1 << 20;

    private final Map<String, Driver> drivers = new HashMap<>();

    private record Driver(VhostUserFrontend frontend, SharedMemory memory) implements AutoCloseable {
        @Override
        public void close() {
            frontend.close();
            memory.close();
        }
    }

    @Override
    public void start(VirtualDevice<?, ?> device) {
        stop(device);
        VhostUserFrontend frontend =
                VhostUserFrontend.connect(socket(device), FrontendOptions.of(VirtioFeature.VERSION_1));
        SharedMemory memory = SharedMemory.create(MEMORY_BYTES, false);
        drivers.put(key(device), new Driver(frontend, memory));
        frontend.shareMemory(memory);
        for (int ring = 0; ring < rings(device); ring++) {
            frontend.startQueue(ring, RING_SIZE, memory, 0);
        }
        frontend.driverReady();
    }

    @Override
    public void stop(VirtualDevice<?, ?> device) {
        Driver driver = drivers.remove(key(device));
        if (driver != null) {
            driver.close();
        }
    }

    private static String key(VirtualDevice<?, ?> device) {
        return device.kind() + " " + device.name();
    }

    private static int rings(VirtualDevice<?, ?> device) {
        return device instanceof VirtualPort ? 2 : 1;
    }

    private static Path socket(VirtualDevice<?, ?> device) {
        Optional<Path> socket = device instanceof VirtualPort port
                ? port.info().socket()
                : ((VirtualDisk) device).info().socket();
        return socket.orElseThrow(() -> new IllegalArgumentException(device + " has no socket to connect to"));
    }

    @Override
    public void close() {
        drivers.values().forEach(Driver::close);
        drivers.clear();
    }
}
