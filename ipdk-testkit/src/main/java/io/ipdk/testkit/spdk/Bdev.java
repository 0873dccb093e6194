package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A block device of the double. Confined to the double's lock. */
final class Bdev {
    static final List<String> LIMITS =
            List.of("rw_ios_per_sec", "rw_mbytes_per_sec", "r_mbytes_per_sec", "w_mbytes_per_sec");

    private static final List<String> IO_TYPES = List.of(
            "read",
            "write",
            "unmap",
            "flush",
            "reset",
            "nvme_admin",
            "nvme_io",
            "nvme_io_md",
            "write_zeroes",
            "zcopy",
            "get_zone_info",
            "zone_management",
            "zone_append",
            "compare",
            "compare_and_write",
            "abort",
            "seek_hole",
            "seek_data",
            "copy",
            "nvme_iov_md",
            "nvme_nssr",
            "write_uncorrectable");
    private static final List<String> CAN_ALL = List.of("read", "write", "flush", "reset", "write_zeroes");

    final String name;
    final String product;
    final int blockSize;
    final String uuid = UUID.randomUUID().toString();
    final long[] limits = new long[LIMITS.size()];

    long blocks;
    boolean limited;
    boolean claimed;

    /** Its other name; null for none. */
    @Nullable
    String alias;

    /** Where its blocks are; null for none. */
    @Nullable
    Path image;

    /** The block device under it; null for none. */
    @Nullable
    String base;

    /** The call that made it, for a saved configuration; null for a volume. */
    @Nullable
    String createdBy;

    Bdev(String name, String product, int blockSize, long blocks) {
        this.name = name;
        this.product = product;
        this.blockSize = blockSize;
        this.blocks = blocks;
    }

    boolean isCalled(String other) {
        return name.equals(other) || uuid.equals(other) || other.equals(alias);
    }

    long bytes() {
        return blocks * blockSize;
    }

    void forgetLimits() {
        limited = false;
        Arrays.fill(limits, 0);
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", name);
        String other = alias == null ? uuid : alias;
        node.putArray("aliases").add(other);
        node.put("product_name", product).put("block_size", blockSize).put("num_blocks", blocks);
        for (String zero : List.of(
                "preferred_write_alignment",
                "preferred_write_granularity",
                "optimal_write_size",
                "preferred_unmap_alignment",
                "preferred_unmap_granularity")) {
            node.put(zero, 0);
        }
        node.put("uuid", uuid);
        ObjectNode rates = node.putObject("assigned_rate_limits");
        for (int i = 0; i < limits.length; i++) {
            rates.put(LIMITS.get(i), limits[i]);
        }
        node.put("claimed", claimed).put("zoned", false);
        ObjectNode types = node.putObject("supported_io_types");
        boolean memory = product.equals("Malloc disk");
        IO_TYPES.forEach(type -> types.put(
                type,
                CAN_ALL.contains(type)
                        || (memory
                                && List.of("unmap", "zcopy", "compare", "abort", "copy")
                                        .contains(type))));
        node.putObject("driver_specific");
        return node;
    }
}
