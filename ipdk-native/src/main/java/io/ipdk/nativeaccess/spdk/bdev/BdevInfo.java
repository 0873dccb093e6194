package io.ipdk.nativeaccess.spdk.bdev;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.unit.DataSize;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A block device as SPDK shows it.
 *
 * <p>Immutable.
 *
 * @param name what SPDK calls it; of a logical volume the UUID
 * @param aliases its other names, such as {@code store/volume}
 * @param product what kind it is, such as {@code Malloc disk}
 * @param uuid empty if SPDK gives none
 * @param blockSize bytes
 * @param blocks how many
 * @param limits the limits in force
 * @param claimed whether something in SPDK holds it for itself
 * @param ioTypes what it can do, such as {@code unmap}, {@code write_zeroes}
 */
public record BdevInfo(
        String name,
        List<String> aliases,
        String product,
        String uuid,
        int blockSize,
        long blocks,
        QosLimits limits,
        boolean claimed,
        Set<String> ioTypes) {

    public BdevInfo {
        aliases = List.copyOf(aliases);
        ioTypes = Set.copyOf(ioTypes);
    }

    static BdevInfo read(JsonNode node) {
        List<String> aliases = new ArrayList<>();
        node.path("aliases").forEach(alias -> aliases.add(alias.asText()));
        Set<String> ioTypes = new HashSet<>();
        for (Map.Entry<String, JsonNode> type : node.path("supported_io_types").properties()) {
            if (type.getValue().asBoolean()) {
                ioTypes.add(type.getKey());
            }
        }
        return new BdevInfo(
                node.required("name").asText(),
                aliases,
                node.path("product_name").asText(),
                node.path("uuid").asText(""),
                node.required("block_size").asInt(),
                node.required("num_blocks").asLong(),
                QosLimits.read(node.path("assigned_rate_limits")),
                node.path("claimed").asBoolean(),
                ioTypes);
    }

    /** The one device of a list. */
    static BdevInfo only(JsonNode list) {
        return read(list.required(0));
    }

    /** Its capacity. */
    public DataSize size() {
        return DataSize.bytes(blocks * blockSize);
    }

    /** Whether it goes by that name. */
    public boolean isCalled(String other) {
        return name.equals(other) || uuid.equals(other) || aliases.contains(other);
    }
}
