package io.ipdk.port;

import io.ipdk.device.VirtualDevices;

/**
 * The virtual ports of an IPU.
 *
 * <p>Thread-safe.
 */
public interface VirtualPorts extends VirtualDevices<VirtualPort, VirtualPortSpec, VirtualPortSpec.Builder> {}
