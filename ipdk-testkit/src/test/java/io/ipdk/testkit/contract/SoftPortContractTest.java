package io.ipdk.testkit.contract;

import io.ipdk.Ipu;
import io.ipdk.device.VirtualDevices;
import io.ipdk.port.VirtualPort;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.unit.Bandwidth;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The laws of the API for the ports of the software IPU on the sockets bus. */
class SoftPortContractTest extends DeviceContract<VirtualPort, VirtualPortSpec, VirtualPortSpec.Builder> {

    @TempDir
    Path state;

    private final SocketHost host = new SocketHost();

    @AfterEach
    void closeHost() {
        host.close();
    }

    @Override
    protected Ipu open() {
        return Ipu.open("soft:" + state);
    }

    @Override
    protected VirtualDevices<VirtualPort, VirtualPortSpec, VirtualPortSpec.Builder> devices(Ipu ipu) {
        return ipu.ports();
    }

    @Override
    protected HostDriver host() {
        return host;
    }

    @Override
    protected VirtualPortSpec spec() {
        return VirtualPortSpec.of(p -> p.mac("52:54:00:00:00:01"));
    }

    @Override
    protected VirtualPortSpec liveChange() {
        return spec().with(p -> p.rateLimit(Bandwidth.mbps(100)));
    }

    @Override
    protected VirtualPortSpec fixedChange() {
        return spec().with(p -> p.queuePairs(2));
    }

    @Override
    protected VirtualPortSpec beyondCapabilities() {
        return spec().with(p -> p.queuePairs(10_000));
    }
}
