package io.ipdk.nativeaccess.spdk.lvol;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A volume as SPDK shows it.
 *
 * <p>Immutable.
 *
 * @param alias {@code store/name}
 * @param uuid what SPDK calls its block device
 * @param thin whether clusters are taken when they are first written
 * @param snapshot whether it is a snapshot, and so read-only
 * @param cloned whether it depends on a snapshot
 * @param allocatedClusters what it takes of the store by itself
 */
public record LvolInfo(
        String alias,
        String name,
        String store,
        String uuid,
        boolean thin,
        boolean snapshot,
        boolean cloned,
        long allocatedClusters) {

    static LvolInfo read(JsonNode node) {
        return new LvolInfo(
                node.required("alias").asText(),
                node.required("name").asText(),
                node.path("lvs").path("name").asText(),
                node.required("uuid").asText(),
                node.path("is_thin_provisioned").asBoolean(),
                node.path("is_snapshot").asBoolean(),
                node.path("is_clone").asBoolean(),
                node.path("num_allocated_clusters").asLong());
    }
}
