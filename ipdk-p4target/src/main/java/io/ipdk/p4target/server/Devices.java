package io.ipdk.p4target.server;

import io.ipdk.p4target.server.status.RequestException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The devices of a server, by id. Immutable. */
final class Devices {
    private final Map<Long, ControlledDevice> devices = new HashMap<>();

    Devices(P4RuntimeServerSpec spec) {
        spec.devices().forEach((id, device) -> devices.put(id, ControlledDevice.of(id, device, spec)));
    }

    /** @throws RequestException NOT_FOUND if the server has no such device */
    ControlledDevice require(long id) {
        ControlledDevice device = devices.get(id);
        if (device == null) {
            throw RequestException.notFound("there is no device " + Long.toUnsignedString(id));
        }
        return device;
    }

    Collection<ControlledDevice> all() {
        return devices.values();
    }
}
