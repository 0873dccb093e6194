package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Block devices of memory, nothing and files, and their limits. Confined to the double's lock. */
final class BdevMethods {
    private static final String MALLOC = "Malloc disk";
    private static final String NULL = "Null disk";
    private static final String AIO = "AIO disk";
    private static final String URING = "URING bdev";
    private static final int SECTOR = 512;
    private static final long IOPS_STEP = 1000;
    private static final String MORE =
            " uuid:s md_size:i md_interleave:b dif_type:i dif_is_head_of_md:b dif_pi_format:i physical_block_size:i";

    private final BdevTable bdevs;
    private final Images images;
    private final boolean limitsChange;
    private final Consumer<Bdev> examine;

    /** @param examine looks whether a new device holds a store */
    BdevMethods(BdevTable bdevs, Images images, boolean limitsChange, Consumer<Bdev> examine) {
        this.bdevs = bdevs;
        this.images = images;
        this.limitsChange = limitsChange;
        this.examine = examine;
    }

    void addTo(MethodTable table) {
        table.add("bdev_get_bdevs", "name:s timeout:i", this::list);
        table.add(
                "bdev_malloc_create",
                "block_size:i* num_blocks:i* name:s optimal_io_boundary:i numa_id:i" + MORE,
                this::createMalloc);
        table.add("bdev_malloc_delete", "name:s*", p -> delete(p, MALLOC));
        table.add("bdev_null_create", "name:s* block_size:i* num_blocks:i*" + MORE, this::createNull);
        table.add("bdev_null_resize", "name:s* new_size:i*", this::resizeNull);
        table.add("bdev_null_delete", "name:s*", p -> delete(p, NULL));
        String file = "name:s* filename:s* block_size:i uuid:s";
        table.add(
                "bdev_aio_create",
                file + " readonly:b fallocate:b nowait:b",
                p -> createFile(p, AIO, "bdev_aio_create"));
        table.add("bdev_aio_rescan", "name:s*", p -> rescan(p, AIO));
        table.add("bdev_aio_delete", "name:s*", p -> delete(p, AIO));
        table.add("bdev_uring_create", file, p -> createFile(p, URING, "bdev_uring_create"));
        table.add("bdev_uring_rescan", "name:s*", p -> rescan(p, URING));
        table.add("bdev_uring_delete", "name:s*", p -> delete(p, URING));
        table.add(
                "bdev_set_qos_limit",
                "name:s* rw_ios_per_sec:i rw_mbytes_per_sec:i r_mbytes_per_sec:i w_mbytes_per_sec:i",
                this::setLimits);
    }

    private JsonNode list(JsonNode parameters) throws RpcFault {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        if (parameters.has("name")) {
            return found.add(bdevs.find(parameters.get("name").asText()).json());
        }
        bdevs.all().forEach(bdev -> found.add(bdev.json()));
        return found;
    }

    private JsonNode createMalloc(JsonNode parameters) throws RpcFault {
        Bdev bdev = sized(parameters, MALLOC);
        bdev.createdBy = "bdev_malloc_create";
        bdevs.requireFree(bdev.name);
        bdev.image = images.fresh(bdev.uuid, bdev.bytes());
        return registered(bdev);
    }

    private JsonNode createNull(JsonNode parameters) throws RpcFault {
        Bdev bdev = sized(parameters, NULL);
        bdev.createdBy = "bdev_null_create";
        return registered(bdev);
    }

    private static Bdev sized(JsonNode parameters, String product) throws RpcFault {
        int blockSize = parameters.get("block_size").asInt();
        long blocks = parameters.get("num_blocks").asLong();
        if (blocks == 0 || blockSize == 0 || blockSize % SECTOR != 0) {
            throw RpcFault.invalidArgument();
        }
        return new Bdev(parameters.path("name").asText("Malloc0"), product, blockSize, blocks);
    }

    private JsonNode createFile(JsonNode parameters, String product, String method) throws RpcFault {
        Path file = Path.of(parameters.get("filename").asText());
        if (!Files.exists(file)) {
            throw new RpcFault(-2, "No such file or directory");
        }
        int blockSize = parameters.path("block_size").asInt(SECTOR);
        Bdev bdev = new Bdev(parameters.get("name").asText(), product, blockSize, size(file) / blockSize);
        bdev.image = file;
        bdev.createdBy = method;
        JsonNode name = registered(bdev);
        examine.accept(bdev);
        return name;
    }

    private JsonNode registered(Bdev bdev) throws RpcFault {
        bdevs.register(bdev);
        return TextNode.valueOf(bdev.name);
    }

    private static long size(Path file) throws RpcFault {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new RpcFault(-5, "Input/output error");
        }
    }

    private JsonNode rescan(JsonNode parameters, String product) throws RpcFault {
        Bdev bdev = bdevs.find(parameters.get("name").asText(), product);
        Path file = bdev.image;
        long blocks = file == null ? bdev.blocks : size(file) / bdev.blockSize;
        if (blocks != bdev.blocks) {
            bdev.blocks = blocks;
            bdevs.resized(bdev);
        }
        return BooleanNode.TRUE;
    }

    private JsonNode resizeNull(JsonNode parameters) throws RpcFault {
        Bdev bdev = bdevs.find(parameters.get("name").asText(), NULL);
        long blocks = (parameters.get("new_size").asLong() << 20) / bdev.blockSize;
        if (blocks < bdev.blocks) {
            throw RpcFault.invalidArgument();
        }
        bdev.blocks = blocks;
        bdevs.resized(bdev);
        return BooleanNode.TRUE;
    }

    private JsonNode delete(JsonNode parameters, String product) throws RpcFault {
        bdevs.remove(bdevs.find(parameters.get("name").asText(), product));
        return BooleanNode.TRUE;
    }

    private JsonNode setLimits(JsonNode parameters) throws RpcFault {
        Bdev bdev = bdevs.find(parameters.get("name").asText());
        if (parameters.size() == 1) {
            throw new RpcFault(-22, "No rate limits specified");
        }
        if (bdev.limited && !limitsChange) {
            throw RpcFault.parameters("Failed to configure rate limit: Resource temporarily unavailable");
        }
        for (int i = 0; i < bdev.limits.length; i++) {
            JsonNode limit = parameters.path(Bdev.LIMITS.get(i));
            if (!limit.isMissingNode()) {
                long value = limit.asLong();
                bdev.limits[i] = i == 0 ? (value + IOPS_STEP - 1) / IOPS_STEP * IOPS_STEP : value;
            }
        }
        bdev.limited = true;
        return BooleanNode.TRUE;
    }
}
