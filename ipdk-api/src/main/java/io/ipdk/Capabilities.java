package io.ipdk;

import io.ipdk.disk.DiskCapabilities;
import io.ipdk.port.PortCapabilities;

/**
 * What an IPU can do for its host, to be asked before it is asked to do it.
 *
 * <p>Immutable.
 *
 * @param slots room on the host's bus when this was read
 * @param maxNameLength longest device name, characters
 */
public record Capabilities(HostSlots slots, int maxNameLength, PortCapabilities ports, DiskCapabilities disks) {}
