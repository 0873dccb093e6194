package io.ipdk.examples.demo;

import io.ipdk.disk.VirtualDisk;
import io.ipdk.port.VirtualPort;
import io.ipdk.virtio.block.driver.BlockDriverOptions;
import io.ipdk.virtio.block.driver.VirtioBlockDriver;
import io.ipdk.virtio.net.driver.NetDriverOptions;
import io.ipdk.virtio.net.driver.VirtioNetDriver;

/**
 * Plays the host: connects our own vhost-user front end to the devices' sockets, as a hypervisor does, and drives them, as
 * the guest's kernel does.
 *
 * <p>Thread-safe; each driver is confined to one thread at a time.
 */
final class EmbeddedHost {

    private EmbeddedHost() {}

    static VirtioNetDriver drive(VirtualPort port) {
        return VirtioNetDriver.connect(
                port.info().socket().orElseThrow(), NetDriverOptions.defaults().withMaxFrameBytes(TestFrame.LONGEST));
    }

    static VirtioBlockDriver drive(VirtualDisk disk) {
        return VirtioBlockDriver.connect(disk.info().socket().orElseThrow(), BlockDriverOptions.defaults());
    }
}
