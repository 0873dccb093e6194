package io.ipdk.softipu.port;

import io.ipdk.error.UnsupportedException;
import io.ipdk.pipeline.PipelinePort;
import io.ipdk.port.InversePort;
import io.ipdk.port.PortAttachment;
import io.ipdk.port.PortInfo;
import io.ipdk.port.PortStats;
import io.ipdk.port.VirtualPort;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.softipu.device.DeviceContext;
import io.ipdk.softipu.device.ManagedDevice;
import java.util.Optional;
import java.util.function.Consumer;

/** One port of the software IPU. Thread-safe. */
final class SoftPort extends ManagedDevice<VirtualPortSpec, VirtualPortSpec.Builder, ServedPort>
        implements VirtualPort {

    SoftPort(String name, PortService service, DeviceContext context, Runnable forget) {
        super(name, service, context, forget);
    }

    @Override
    public PortInfo info() {
        return served().info(pciAddress().orElse(null));
    }

    @Override
    public PortStats stats() {
        return served().stats();
    }

    /** The port as the pipeline knows it; empty while it is not served. */
    Optional<PipelinePort> pipelinePort() {
        return isServed() ? Optional.of(served().pipelinePort(name())) : Optional.empty();
    }

    @Override
    public InversePort inverse() {
        if (spec().attachment() != PortAttachment.APPLICATION) {
            throw new UnsupportedException(
                    "port '" + name() + "' is on the switch, not with the application",
                    "update it with attachment(PortAttachment.APPLICATION) first");
        }
        return served().inverse();
    }

    @Override
    protected VirtualPortSpec changed(Consumer<? super VirtualPortSpec.Builder> change) {
        return spec().with(change);
    }
}
