package io.ipdk.port;

import io.ipdk.unit.MacAddress;
import io.ipdk.unit.PciAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What is observed of a port just now.
 *
 * <p>Immutable.
 *
 * @param mac the address in force: the one given, or the one assigned
 * @param connected whether a front end (hypervisor, DPDK process) is connected
 * @param driverReady whether the host's driver has set up the queues
 * @param linkUp whether frames can pass
 * @param activeQueuePairs pairs the driver has enabled
 * @param features names of the virtio feature bits the driver acknowledged
 * @param pciAddress where the host's bus shows the port, if the bus can tell
 * @param socket the vhost-user socket that a front end on this machine can connect to, if there is one
 */
public record PortInfo(
        MacAddress mac,
        boolean connected,
        boolean driverReady,
        boolean linkUp,
        int activeQueuePairs,
        Set<String> features,
        Optional<PciAddress> pciAddress,
        Optional<Path> socket) {

    public PortInfo {
        features = Set.copyOf(features);
    }
}
