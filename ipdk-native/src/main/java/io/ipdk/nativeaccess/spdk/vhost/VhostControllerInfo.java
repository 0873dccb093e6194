package io.ipdk.nativeaccess.spdk.vhost;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A controller as SPDK shows it.
 *
 * <p>Immutable.
 *
 * @param socket where front ends connect
 * @param sessions how many front ends are connected
 * @param startedSessions how many of them have set up their rings
 * @param bdev its block device by SPDK's name, of a volume the UUID; empty if that was removed under it, or if it is no
 *     controller for blocks
 * @param readOnly whether the host may only read
 */
public record VhostControllerInfo(
        String name, Path socket, int sessions, int startedSessions, Optional<String> bdev, boolean readOnly) {

    static VhostControllerInfo read(JsonNode node) {
        JsonNode block = node.path("backend_specific").path("block");
        int started = 0;
        for (JsonNode session : node.path("sessions")) {
            started += session.path("started").asBoolean(true) ? 1 : 0;
        }
        return new VhostControllerInfo(
                node.required("ctrlr").asText(),
                Path.of(node.required("socket").asText()),
                node.path("sessions").size(),
                started,
                RpcResults.maybeText(block.path("bdev")),
                block.path("readonly").asBoolean());
    }

    static VhostControllerInfo only(JsonNode list) {
        return read(list.required(0));
    }
}
