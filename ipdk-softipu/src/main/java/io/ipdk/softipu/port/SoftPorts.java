package io.ipdk.softipu.port;

import io.ipdk.pipeline.PipelinePort;
import io.ipdk.port.VirtualPort;
import io.ipdk.port.VirtualPortSpec;
import io.ipdk.port.VirtualPorts;
import io.ipdk.softipu.device.DeviceContext;
import io.ipdk.softipu.device.DeviceTable;
import java.util.List;
import java.util.function.Consumer;

/** The ports of one software IPU. Thread-safe. */
public final class SoftPorts extends DeviceTable<VirtualPort, VirtualPortSpec, VirtualPortSpec.Builder, SoftPort>
        implements VirtualPorts {

    private final DeviceContext context;
    private final PortService service;

    public SoftPorts(DeviceContext context, PortService service) {
        super(context, service, port -> port);
        this.context = context;
        this.service = service;
    }

    /** The plugged ports as the pipeline knows them. */
    public List<PipelinePort> pipelinePorts() {
        return managed().flatMap(port -> port.pipelinePort().stream()).toList();
    }

    @Override
    protected SoftPort newDevice(String name, Runnable forget) {
        return new SoftPort(name, service, context, forget);
    }

    @Override
    protected VirtualPortSpec specOf(Consumer<? super VirtualPortSpec.Builder> steps) {
        return VirtualPortSpec.of(steps);
    }
}
