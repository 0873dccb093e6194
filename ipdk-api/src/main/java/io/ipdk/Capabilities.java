package io.ipdk;

import io.ipdk.disk.DiskCapabilities;
import io.ipdk.pipeline.PipelineCapabilities;
import io.ipdk.port.PortCapabilities;
import java.util.List;

/**
 * What an IPU can do for its hosts, to be asked before it is asked to do it.
 *
 * <p>Immutable.
 *
 * @param hosts the hosts it serves, and the room each had when this was read; at least one
 * @param maxNameLength longest device name, characters
 */
public record Capabilities(
        List<HostInfo> hosts,
        int maxNameLength,
        PortCapabilities ports,
        DiskCapabilities disks,
        PipelineCapabilities pipeline) {

    public Capabilities {
        hosts = List.copyOf(hosts);
    }
}
