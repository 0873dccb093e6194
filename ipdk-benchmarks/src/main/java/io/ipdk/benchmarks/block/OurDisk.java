package io.ipdk.benchmarks.block;

import io.ipdk.benchmarks.ThreadPin;
import io.ipdk.virtio.agent.AgentRunner;
import io.ipdk.virtio.block.BlockDeviceSpec;
import io.ipdk.virtio.block.VirtioBlockDevice;
import io.ipdk.virtio.block.store.BlockStore;
import io.ipdk.virtio.vhostuser.VhostUserOptions;
import io.ipdk.virtio.vhostuser.VhostUserServer;
import java.io.IOException;
import java.nio.file.Path;

/** A disk of ours, served from this process. Thread-safe. */
final class OurDisk implements AutoCloseable {
    private static final String NAME = "bench-disk";

    private final BlockStore store;
    private final VirtioBlockDevice device;
    private final AgentRunner runner;
    private final VhostUserServer server;

    /** Serves a store, which belongs to the disk from now on, with the polling thread on one processor. */
    OurDisk(Path socket, BlockStore store, int cpu) throws IOException, InterruptedException {
        this.store = store;
        device = new VirtioBlockDevice(BlockDeviceSpec.of(NAME), store);
        runner = AgentRunner.start(device.agent());
        device.watchWith(runner);
        ThreadPin.pin("ipdk-" + NAME, cpu);
        server = VhostUserServer.listen(socket, device, VhostUserOptions.defaults());
    }

    /** Where it is served. */
    Path socket() {
        return server.path();
    }

    @Override
    public void close() {
        server.close();
        runner.close();
        device.close();
        store.close();
    }
}
