package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store of volumes. It belongs to a file, and outlives the double's process with it. Confined to the double's lock. */
final class LvolStore {
    private static final int METADATA_CLUSTERS = 2;

    /** One volume or snapshot. Confined to the double's lock. */
    static final class Volume {
        final Bdev bdev;
        final boolean thin;
        String name;
        boolean snapshot;
        boolean readOnly;

        /** The snapshot it depends on; null for none. */
        @Nullable
        Volume parent;

        Volume(Bdev bdev, String name, boolean thin) {
            this.bdev = bdev;
            this.name = name;
            this.thin = thin;
        }
    }

    final Bdev base;
    final long clusterBytes;
    final String uuid = UUID.randomUUID().toString();
    final Map<String, Volume> volumes = new LinkedHashMap<>();
    String name;

    LvolStore(Bdev base, String name, long clusterBytes) {
        this.base = base;
        this.name = name;
        this.clusterBytes = clusterBytes;
    }

    long clusters() {
        return base.bytes() / clusterBytes - METADATA_CLUSTERS;
    }

    long freeClusters() {
        return clusters()
                - volumes.values().stream()
                        .filter(volume -> !volume.thin)
                        .mapToLong(volume -> volume.bdev.bytes() / clusterBytes)
                        .sum();
    }

    boolean hasSeveralClones(Volume snapshot) {
        return volumes.values().stream()
                        .filter(volume -> volume.parent == snapshot)
                        .count()
                > 1;
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("uuid", uuid)
                .put("name", name)
                .put("base_bdev", base.name)
                .put("total_data_clusters", clusters())
                .put("free_clusters", freeClusters())
                .put("block_size", base.blockSize)
                .put("cluster_size", clusterBytes)
                .put("max_growable_size", 128 * base.bytes());
    }

    ArrayNode volumesJson() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        volumes.values().forEach(volume -> {
            ObjectNode node = list.addObject()
                    .put("alias", name + "/" + volume.name)
                    .put("uuid", volume.bdev.name)
                    .put("name", volume.name)
                    .put("is_thin_provisioned", volume.thin)
                    .put("is_snapshot", volume.snapshot)
                    .put("is_clone", volume.parent != null)
                    .put("is_esnap_clone", false)
                    .put("is_degraded", false)
                    .put("num_allocated_clusters", volume.thin ? 0 : volume.bdev.bytes() / clusterBytes);
            node.putObject("lvs").put("name", name).put("uuid", uuid);
        });
        return list;
    }
}
