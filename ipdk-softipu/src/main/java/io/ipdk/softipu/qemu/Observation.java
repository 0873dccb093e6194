package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.device.DeviceKind;
import io.ipdk.softipu.bus.ObservedDevice;
import io.ipdk.softipu.bus.ObservedDevice.State;
import io.ipdk.unit.PciAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads back which of our devices QEMU has.
 *
 * <p>Confined to one thread (the one that observes).
 */
final class Observation {

    private final Qemu qemu;
    private final DeviceNames names;
    private final Set<String> unplugging;
    private final Map<String, PciAddress> addresses = new HashMap<>();
    private final Map<String, ObservedDevice> devices = new TreeMap<>();

    Observation(Qemu qemu, DeviceNames names, Set<String> unplugging) {
        this.qemu = qemu;
        this.names = names;
        this.unplugging = unplugging;
    }

    Map<String, ObservedDevice> read() {
        qemu.query("query-pci").forEach(bus -> functions(bus.path("devices")));
        for (Qemu.Member member : qemu.list("/machine/peripheral")) {
            String driver = member.childType().orElse("");
            if (DeviceShape.isDriver(driver)) {
                names.idOfDevice(member.name()).ifPresent(id -> device(id, DeviceShape.kindOf(driver)));
            }
        }
        for (JsonNode chardev : qemu.query("query-chardev")) {
            names.idOfChardev(chardev.path("label").asText("")).ifPresent(this::leftover);
        }
        return devices;
    }

    private void functions(JsonNode functions) {
        for (JsonNode function : functions) {
            String name = function.path("qdev_id").asText("");
            int bus = function.path("bus").asInt();
            // Behind a port, bus 0 means that the guest's firmware has not numbered the buses yet.
            if (!name.isEmpty() && bus > 0) {
                addresses.put(
                        name,
                        new PciAddress(
                                0,
                                bus,
                                function.path("slot").asInt(),
                                function.path("function").asInt()));
            }
            functions(function.path("pci_bridge").path("devices"));
        }
    }

    private void device(String id, DeviceKind kind) {
        JsonNode connected =
                qemu.find("/chardevs/" + names.chardev(id), "connected").orElse(null);
        if (unplugging.contains(id)) {
            add(id, kind, State.UNPLUGGING, "the guest was asked and has not answered");
        } else if (connected == null) {
            add(id, kind, State.PARTIAL, "the device has lost its back end for good");
        } else if (connected.asBoolean()) {
            add(id, kind, State.ATTACHED, "");
        } else {
            add(id, kind, State.DISCONNECTED, "the host waits for the back end's socket");
        }
    }

    private void leftover(String id) {
        if (!devices.containsKey(id)) {
            add(id, null, State.PARTIAL, "the host's socket is there, the device is not");
        }
    }

    private void add(String id, @Nullable DeviceKind kind, State state, String detail) {
        devices.put(id, new ObservedDevice(id, kind, state, addresses.get(names.device(id)), detail));
    }
}
