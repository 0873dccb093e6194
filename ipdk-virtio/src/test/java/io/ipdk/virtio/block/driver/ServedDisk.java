package io.ipdk.virtio.block.driver;

import io.ipdk.virtio.agent.AgentRunner;
import io.ipdk.virtio.block.BlockDeviceListener;
import io.ipdk.virtio.block.BlockDeviceSpec;
import io.ipdk.virtio.block.LatencyRecorder;
import io.ipdk.virtio.block.VirtioBlockDevice;
import io.ipdk.virtio.block.store.BlockStore;
import io.ipdk.virtio.vhostuser.VhostUserOptions;
import io.ipdk.virtio.vhostuser.VhostUserServer;
import java.nio.file.Path;

/** A disk on a socket, as an application serves it. */
final class ServedDisk implements AutoCloseable {
    final VirtioBlockDevice device;
    final AgentRunner runner;
    final VhostUserServer server;
    private final BlockStore store;

    ServedDisk(Path socket, BlockDeviceSpec spec, BlockStore store, BlockDeviceListener listener) {
        this.store = store;
        device = new VirtioBlockDevice(spec, store, listener, LatencyRecorder.NONE);
        runner = AgentRunner.start(device.agent());
        device.watchWith(runner);
        server = VhostUserServer.listen(socket, device, VhostUserOptions.defaults());
    }

    ServedDisk(Path socket, BlockDeviceSpec spec, BlockStore store) {
        this(socket, spec, store, BlockDeviceListener.NONE);
    }

    @Override
    public void close() {
        server.close();
        runner.close();
        device.close();
        store.close();
    }
}
