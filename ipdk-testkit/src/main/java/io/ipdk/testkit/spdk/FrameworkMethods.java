package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the process tells of itself, and its phases. Confined to the double's lock. */
final class FrameworkMethods {
    private static final List<String> SUBSYSTEMS = List.of("accel", "bdev", "nvmf", "vhost_blk");

    private final SpdkDoubleOptions options;
    private final BdevTable bdevs;
    private final VhostMethods vhost;
    private boolean initialised;

    FrameworkMethods(SpdkDoubleOptions options, BdevTable bdevs, VhostMethods vhost) {
        this.options = options;
        this.bdevs = bdevs;
        this.vhost = vhost;
        this.initialised = !options.waitForRpc();
    }

    void addTo(MethodTable table) {
        table.addAlways("spdk_get_version", "", p -> version());
        table.addAlways(
                "rpc_get_methods",
                "current:b include_aliases:b",
                p -> table.names(p.path("current").asBoolean(), initialised));
        table.addBeforeInit("framework_start_init", "", p -> {
            initialised = true;
            return BooleanNode.TRUE;
        });
        table.addAlways("framework_wait_init", "", p -> BooleanNode.TRUE);
        table.add("framework_get_subsystems", "", p -> subsystems());
        table.add("framework_get_config", "name:s*", this::configuration);
        table.add("framework_get_reactors", "", p -> reactors());
        table.add("bdev_wait_for_examine", "", p -> BooleanNode.TRUE);
    }

    boolean isInitialised() {
        return initialised;
    }

    private JsonNode version() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("version", String.format("SPDK v%02d.%02d (double)", options.year(), options.month()));
        node.putObject("fields")
                .put("major", options.year())
                .put("minor", options.month())
                .put("patch", 0)
                .put("suffix", "")
                .put("commit", "double");
        return node;
    }

    private static JsonNode subsystems() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        SUBSYSTEMS.forEach(name -> list.addObject().put("subsystem", name).putArray("depends_on"));
        return list;
    }

    private JsonNode configuration(JsonNode parameters) throws RpcFault {
        String name = parameters.get("name").asText();
        if (!SUBSYSTEMS.contains(name)) {
            throw RpcFault.parameters("Subsystem '" + name + "' not found");
        }
        return switch (name) {
            case "bdev" -> bdevConfiguration();
            case "vhost_blk" -> vhost.configuration();
            default -> JsonNodeFactory.instance.arrayNode();
        };
    }

    private ArrayNode bdevConfiguration() {
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        for (Bdev bdev : bdevs.all()) {
            if (bdev.createdBy == null || bdev.base != null) {
                continue;
            }
            ObjectNode parameters =
                    calls.addObject().put("method", bdev.createdBy).putObject("params");
            parameters.put("name", bdev.name).put("block_size", bdev.blockSize);
            if (bdev.createdBy.endsWith("aio_create") || bdev.createdBy.endsWith("uring_create")) {
                parameters.put("filename", String.valueOf(bdev.image));
            } else {
                parameters.put("num_blocks", bdev.blocks);
            }
        }
        calls.addObject().put("method", "bdev_wait_for_examine");
        return calls;
    }

    private static JsonNode reactors() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("tick_rate", 2_450_000_000L)
                .put("pid", ProcessHandle.current().pid());
        ObjectNode reactor = node.putArray("reactors")
                .addObject()
                .put("lcore", 0)
                .put("numa_id", 0)
                .put("tid", ProcessHandle.current().pid())
                .put("busy", 1)
                .put("idle", 99)
                .put("in_interrupt", false)
                .put("irq", 0)
                .put("sys", 0)
                .put("usr", 0);
        reactor.putArray("lw_threads")
                .addObject()
                .put("name", "app_thread")
                .put("id", 1)
                .put("cpumask", "1")
                .put("elapsed", 100);
        return node;
    }

    /** Begins anew, as a process does that is started. */
    void clear() {
        initialised = !options.waitForRpc();
    }
}
