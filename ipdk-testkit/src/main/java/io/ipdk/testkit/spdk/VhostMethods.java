package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** vhost-user-blk controllers. Confined to the double's lock. */
final class VhostMethods {
    private static final int COALESCING_THRESHOLD = 60_000;

    /** One controller. Confined to the double's lock. */
    private static final class Controller {
        final Path socket;
        final boolean readOnly;

        /** Null when it was removed under the controller. */
        @Nullable
        Bdev bdev;

        long delay;
        long threshold = COALESCING_THRESHOLD;

        Controller(Path socket, Bdev bdev, boolean readOnly) {
            this.socket = socket;
            this.bdev = bdev;
            this.readOnly = readOnly;
        }
    }

    private final BdevTable bdevs;
    private final DiskExports exports;
    private final Path directory;
    private final Map<String, Controller> controllers = new LinkedHashMap<>();

    VhostMethods(BdevTable bdevs, DiskExports exports, Path directory) {
        this.bdevs = bdevs;
        this.exports = exports;
        this.directory = directory;
        bdevs.onRemoval(this::removed);
        bdevs.onResize(this::resized);
    }

    void addTo(MethodTable table) {
        table.add(
                "vhost_create_blk_controller",
                "ctrlr:s* dev_name:s* readonly:b packed_ring:b cpumask:s transport:s",
                this::create);
        table.add("vhost_get_controllers", "name:s", this::list);
        table.add(
                "vhost_controller_set_coalescing", "ctrlr:s* delay_base_us:i* iops_threshold:i*", this::setCoalescing);
        table.add("vhost_delete_controller", "ctrlr:s*", this::delete);
    }

    private JsonNode create(JsonNode parameters) throws RpcFault {
        String name = parameters.get("ctrlr").asText();
        if (controllers.containsKey(name)) {
            throw RpcFault.parameters("File exists");
        }
        Bdev bdev;
        try {
            bdev = bdevs.find(parameters.get("dev_name").asText());
        } catch (RpcFault absent) {
            throw RpcFault.parameters(absent.text());
        }
        boolean readOnly = parameters.path("readonly").asBoolean();
        Controller controller = new Controller(directory.resolve(name), bdev, readOnly);
        exports.start(controller.socket, bdev, readOnly);
        controllers.put(name, controller);
        return BooleanNode.TRUE;
    }

    private Controller find(String name) throws RpcFault {
        Controller controller = controllers.get(name);
        if (controller == null) {
            throw RpcFault.parameters("No such device");
        }
        return controller;
    }

    private JsonNode list(JsonNode parameters) throws RpcFault {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        if (parameters.has("name")) {
            String name = parameters.get("name").asText();
            return list.add(json(name, find(name)));
        }
        controllers.forEach((name, controller) -> list.add(json(name, controller)));
        return list;
    }

    private static ObjectNode json(String name, Controller controller) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("ctrlr", name)
                .put("cpumask", "0x1")
                .put("delay_base_us", controller.delay)
                .put("iops_threshold", controller.threshold)
                .put("socket", controller.socket.toString());
        ArrayNode sessions = node.putArray("sessions");
        int connected = DiskExports.sessions(controller.socket);
        for (int i = 0; i < connected; i++) {
            sessions.addObject()
                    .put("vid", i)
                    .put("id", i)
                    .put("name", name + "s" + i)
                    .put("started", true);
        }
        node.putObject("backend_specific")
                .putObject("block")
                .put("readonly", controller.readOnly)
                .put("bdev", controller.bdev == null ? null : controller.bdev.name)
                .put("transport", "vhost_user_blk");
        return node;
    }

    private JsonNode setCoalescing(JsonNode parameters) throws RpcFault {
        Controller controller = find(parameters.get("ctrlr").asText());
        controller.delay = parameters.get("delay_base_us").asLong();
        controller.threshold = parameters.get("iops_threshold").asLong();
        return BooleanNode.TRUE;
    }

    private JsonNode delete(JsonNode parameters) throws RpcFault {
        String name = parameters.get("ctrlr").asText();
        Controller controller = find(name);
        if (DiskExports.sessions(controller.socket) > 0) {
            throw RpcFault.parameters("Device or resource busy");
        }
        exports.stop(controller.socket);
        controllers.remove(name);
        return BooleanNode.TRUE;
    }

    private void removed(Bdev bdev) {
        for (Controller controller : controllers.values()) {
            if (controller.bdev == bdev) {
                controller.bdev = null;
                exports.stop(controller.socket);
            }
        }
    }

    /** A daemon cannot be told that its file has grown, so another one takes its place. */
    private void resized(Bdev bdev) {
        for (Controller controller : controllers.values()) {
            if (controller.bdev == bdev) {
                exports.stop(controller.socket);
                exports.start(controller.socket, bdev, controller.readOnly);
            }
        }
    }

    /** The calls that make the controllers anew. */
    ArrayNode configuration() {
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        controllers.forEach((name, controller) -> {
            if (controller.delay != 0) {
                calls.addObject()
                        .put("method", "vhost_controller_set_coalescing")
                        .putObject("params")
                        .put("ctrlr", name)
                        .put("delay_base_us", controller.delay)
                        .put("iops_threshold", controller.threshold);
            }
            if (controller.bdev != null) {
                calls.addObject()
                        .put("method", "vhost_create_blk_controller")
                        .putObject("params")
                        .put("ctrlr", name)
                        .put("dev_name", controller.bdev.name)
                        .put("cpumask", "1")
                        .put("readonly", controller.readOnly)
                        .put("transport", "vhost_user_blk");
            }
        });
        return calls;
    }

    /** Takes everything down, as a process does that ends. */
    void clear() {
        exports.stopAll();
        controllers.clear();
    }
}
