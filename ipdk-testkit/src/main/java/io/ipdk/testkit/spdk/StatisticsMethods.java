package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Counters, histograms and notifications. The double moves no data itself, so all counters are 0. Confined to its lock. */
final class StatisticsMethods {
    private static final long TICKS_PER_SECOND = 2_450_000_000L;
    private static final int HISTOGRAM_BYTES = 24 * 128 * Long.BYTES;
    private static final List<String> COUNTERS = List.of(
            "bytes_read",
            "num_read_ops",
            "bytes_written",
            "num_write_ops",
            "bytes_unmapped",
            "num_unmap_ops",
            "bytes_copied",
            "num_copy_ops",
            "read_latency_ticks",
            "max_read_latency_ticks",
            "min_read_latency_ticks",
            "write_latency_ticks",
            "max_write_latency_ticks",
            "min_write_latency_ticks",
            "unmap_latency_ticks",
            "max_unmap_latency_ticks",
            "min_unmap_latency_ticks",
            "copy_latency_ticks",
            "max_copy_latency_ticks",
            "min_copy_latency_ticks");

    private final BdevTable bdevs;
    private final boolean listOfNames;
    private final Set<String> measured = new HashSet<>();

    StatisticsMethods(BdevTable bdevs, boolean listOfNames) {
        this.bdevs = bdevs;
        this.listOfNames = listOfNames;
    }

    void addTo(MethodTable table) {
        table.add(
                "bdev_get_iostat",
                listOfNames ? "names:a per_channel:b reset_mode:s" : "name:s per_channel:b",
                this::statistics);
        table.add(
                "bdev_enable_histogram",
                "name:s* enable:b* opc:s granularity:i min_nsec:i max_nsec:i",
                this::enableHistogram);
        table.add("bdev_get_histogram", "name:s*", this::histogram);
        table.add(
                "notify_get_types",
                "",
                p -> JsonNodeFactory.instance
                        .arrayNode()
                        .add("bdev_register")
                        .add("bdev_unregister")
                        .add("bdev_resize"));
        table.add(
                "notify_get_notifications",
                "id:i max:i",
                p -> bdevs.events(p.path("id").asLong(), p.path("max").asLong(Long.MAX_VALUE)));
    }

    private JsonNode statistics(JsonNode parameters) throws RpcFault {
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("tick_rate", TICKS_PER_SECOND)
                .put("ticks", System.nanoTime());
        ArrayNode list = answer.putArray("bdevs");
        if (parameters.has("name")) {
            list.add(counters(bdevs.find(parameters.get("name").asText())));
        } else if (parameters.has("names")) {
            for (JsonNode name : parameters.get("names")) {
                list.add(counters(bdevs.find(name.asText())));
            }
        } else {
            bdevs.all().forEach(bdev -> list.add(counters(bdev)));
        }
        return answer;
    }

    private static ObjectNode counters(Bdev bdev) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", bdev.name);
        COUNTERS.forEach(counter -> node.put(counter, 0));
        node.putObject("io_error");
        return node;
    }

    private JsonNode enableHistogram(JsonNode parameters) throws RpcFault {
        Bdev bdev = bdevs.find(parameters.get("name").asText());
        if (parameters.get("enable").asBoolean()) {
            measured.add(bdev.name);
        } else {
            measured.remove(bdev.name);
        }
        return BooleanNode.TRUE;
    }

    private JsonNode histogram(JsonNode parameters) throws RpcFault {
        if (!measured.contains(bdevs.find(parameters.get("name").asText()).name)) {
            throw new RpcFault(RpcFault.INTERNAL, "Bad address");
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("histogram", Base64.getEncoder().encodeToString(new byte[HISTOGRAM_BYTES]))
                .put("granularity", 7)
                .put("min_range", 5)
                .put("max_range", 28)
                .put("tsc_rate", TICKS_PER_SECOND);
    }

    /** Forgets which devices are measured, as a process does that ends. */
    void clear() {
        measured.clear();
    }
}
