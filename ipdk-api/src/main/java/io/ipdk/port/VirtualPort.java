package io.ipdk.port;

import io.ipdk.device.DeviceKind;
import io.ipdk.device.VirtualDevice;

/**
 * A network interface that the host sees as its own.
 *
 * <p>Thread-safe.
 */
public interface VirtualPort extends VirtualDevice<VirtualPortSpec, VirtualPortSpec.Builder> {

    @Override
    default DeviceKind kind() {
        return DeviceKind.PORT;
    }

    /** What is observed just now. */
    PortInfo info();

    PortStats stats();

    /**
     * The port's other end, for the application to poll.
     *
     * @throws io.ipdk.error.UnsupportedException unless the spec's attachment is {@link PortAttachment#APPLICATION}
     */
    InversePort inverse();
}
