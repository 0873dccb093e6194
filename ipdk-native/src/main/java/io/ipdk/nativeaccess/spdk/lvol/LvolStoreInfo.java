package io.ipdk.nativeaccess.spdk.lvol;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.unit.DataSize;

/**
 * A store as SPDK shows it.
 *
 * <p>Immutable.
 *
 * @param bdev the block device it lies on
 * @param clusters how many clusters it has for data
 * @param freeClusters how many of them no volume has
 * @param clusterSize how large one is
 */
public record LvolStoreInfo(
        String name, String uuid, String bdev, long clusters, long freeClusters, DataSize clusterSize) {

    static LvolStoreInfo read(JsonNode node) {
        return new LvolStoreInfo(
                node.required("name").asText(),
                node.required("uuid").asText(),
                node.path("base_bdev").asText(),
                node.required("total_data_clusters").asLong(),
                node.required("free_clusters").asLong(),
                DataSize.bytes(node.required("cluster_size").asLong()));
    }

    /** What is left for volumes. */
    public DataSize free() {
        return DataSize.bytes(freeClusters * clusterSize.bytes());
    }
}
