package io.ipdk.disk;

import io.ipdk.unit.DataSize;
import io.ipdk.unit.PciAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What is observed of a disk just now.
 *
 * <p>Immutable.
 *
 * @param capacity what the host is told
 * @param serial what the host reads as serial
 * @param connected whether a front end (hypervisor, DPDK process) is connected
 * @param driverReady whether the host's driver has set up the queues
 * @param writeBack whether the host's driver chose a volatile write cache (it then flushes by itself)
 * @param features names of the virtio feature bits the driver acknowledged
 * @param pciAddress where the host's bus shows the disk, if the bus can tell
 * @param socket the vhost-user socket that a front end on this machine can connect to, if there is one
 * @param limits what is enforced, which may be rounded from what the spec asks for
 */
public record DiskInfo(
        DataSize capacity,
        String serial,
        boolean connected,
        boolean driverReady,
        boolean writeBack,
        Set<String> features,
        Optional<PciAddress> pciAddress,
        Optional<Path> socket,
        DiskLimits limits) {

    public DiskInfo {
        features = Set.copyOf(features);
    }
}
