package io.ipdk.p4target.server;

import io.ipdk.p4target.device.P4Device;
import io.ipdk.p4target.server.arbitration.DeviceArbitration;
import io.ipdk.p4target.server.pipeline.Audience;
import io.ipdk.p4target.server.pipeline.Pipelines;

/** One device of the server: who controls it, and what it runs. Immutable; its parts are thread-safe. */
record ControlledDevice(long id, DeviceArbitration arbitration, Pipelines pipelines) {
    static ControlledDevice of(long id, P4Device device, P4RuntimeServerSpec spec) {
        DeviceArbitration arbitration = new DeviceArbitration(id, spec.roleConfigScheme(), spec.streamsPerRole());
        Audience audience = new Audience(arbitration, spec.epochNanos());
        return new ControlledDevice(id, arbitration, new Pipelines(device, audience, spec.bmv2Habits()));
    }
}
