package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a {@link FakeQemu} answers when it stands for a machine with slots, devices, network back ends and sockets: as much
 * of QEMU as the bus looks at. A test overrides single commands to make them fail. Thread-safe.
 */
final class FakeMachine {

    /** Devices by id, with the arguments that they were added with. */
    private final Map<String, JsonNode> devices = new TreeMap<>();

    private final TreeSet<String> netdevs = new TreeSet<>();
    private final Map<String, String> chardevs = new TreeMap<>();
    private final List<String> slots;
    private final FakeQemu qemu;

    FakeMachine(FakeQemu qemu, String... slots) {
        this.qemu = qemu;
        this.slots = List.of(slots);
        qemu.answer("query-kvm", "{\"enabled\":true,\"present\":true}");
        qemu.answer("query-pci", "[]");
        qemu.answer("set_link", "{}");
        qemu.answer("qom-list", this::list);
        qemu.answer("qom-get", this::get);
        qemu.answer("chardev-add", this::addChardev);
        qemu.answer("query-chardev", arguments -> queryChardev());
        qemu.answer("chardev-remove", this::removeChardev);
        qemu.answer("netdev_add", this::addNetdev);
        qemu.answer("netdev_del", this::removeNetdev);
        qemu.answer("device_add", this::addDevice);
        qemu.answer("device_del", arguments -> "\"return\":{}");
    }

    static String error(String errorClass, String description) {
        return "\"error\":{\"class\":\"" + errorClass + "\",\"desc\":\"" + description + "\"}";
    }

    private static String notFound(String what) {
        return error("DeviceNotFound", "Device '" + what + "' not found");
    }

    private static String returned(String json) {
        return "\"return\":" + json;
    }

    private static String member(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":\"" + type + "\"}";
    }

    private synchronized String list(JsonNode arguments) {
        String path = arguments.path("path").asText();
        List<String> members = new ArrayList<>();
        if (path.equals("/machine/peripheral")) {
            slots.forEach(slot -> members.add(member(slot, "child<pcie-root-port>")));
            devices.forEach((id, device) ->
                    members.add(member(id, "child<" + device.path("driver").asText() + ">")));
        } else if (path.startsWith("/machine/peripheral/")) {
            String[] names = path.substring("/machine/peripheral/".length()).split("/", -1);
            if (names.length == 2) {
                devices.values().stream()
                        .filter(device -> device.path("bus").asText().equals(names[1]))
                        .forEach(device -> members.add(member("child[0]", "link<device>")));
            } else if (slots.contains(names[0])) {
                members.add(member(names[0], "child<PCIE>"));
            } else if (!devices.containsKey(names[0])) {
                return notFound(path);
            }
        }
        return returned(members.toString());
    }

    private synchronized String get(JsonNode arguments) {
        String path = arguments.path("path").asText();
        String property = arguments.path("property").asText();
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (path.equals("/machine")) {
            return returned("\"/objects/mem\"");
        }
        if (path.equals("/objects/mem")) {
            return returned(property.equals("share") ? "true" : "\"memory-backend-memfd\"");
        }
        if (path.startsWith("/chardevs/")) {
            String socket = chardevs.get(name);
            if (socket == null) {
                return notFound(path);
            }
            return returned(property.equals("connected") ? "true" : "{\"path\":\"" + socket + "\"}");
        }
        if (slots.contains(name)) {
            return returned("true");
        }
        JsonNode device = devices.get(name);
        if (device == null) {
            return notFound(path);
        }
        JsonNode value = property.equals("type") ? device.path("driver") : device.path(property);
        return returned(value.isMissingNode() ? property.equals("host_mtu") ? "0" : "-1" : value.toString());
    }

    private synchronized String addChardev(JsonNode arguments) {
        chardevs.put(
                arguments.path("id").asText(),
                arguments.at("/backend/data/addr/data/path").asText());
        return returned("{}");
    }

    private synchronized String queryChardev() {
        List<String> all = new ArrayList<>();
        chardevs.keySet().forEach(id -> all.add("{\"label\":\"" + id + "\"}"));
        return returned(all.toString());
    }

    private synchronized String removeChardev(JsonNode arguments) {
        String id = arguments.path("id").asText();
        return chardevs.remove(id) == null ? error("GenericError", "Chardev '" + id + "' not found") : returned("{}");
    }

    private synchronized String addNetdev(JsonNode arguments) {
        netdevs.add(arguments.path("id").asText());
        return returned("{}");
    }

    private synchronized String removeNetdev(JsonNode arguments) {
        String id = arguments.path("id").asText();
        return netdevs.remove(id) ? returned("{}") : notFound(id);
    }

    synchronized String addDevice(JsonNode arguments) {
        devices.put(arguments.path("id").asText(), arguments);
        return returned("{}");
    }

    /** The guest gives a device up and nobody hears of it. */
    synchronized void forget(String device) {
        devices.remove(device);
    }

    /** The guest gives a device up. */
    void letGo(String device) throws IOException {
        forget(device);
        qemu.event("DEVICE_DELETED", "{\"device\":\"" + device + "\",\"path\":\"/machine/peripheral/" + device + "\"}");
    }

    /** The arguments that a device was added with. */
    synchronized JsonNode device(String id) {
        JsonNode device = devices.get(id);
        if (device == null) {
            throw new AssertionError("no device " + id + " among " + devices.keySet());
        }
        return device;
    }

    /** All that is left of devices: none where the machine is as new. */
    synchronized List<String> everything() {
        List<String> names = new ArrayList<>(devices.keySet());
        names.addAll(netdevs);
        names.addAll(chardevs.keySet());
        return names;
    }
}
