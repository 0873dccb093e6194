package io.ipdk.nativeaccess.spdk.nvmf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A subsystem as SPDK shows it.
 *
 * <p>Immutable.
 *
 * @param namespaces the block devices, by the namespace's number
 * @param hosts NQNs of the hosts that were added
 */
public record NvmfSubsystemInfo(
        String nqn, boolean anyHost, List<NvmfAddress> listeners, Map<Integer, String> namespaces, List<String> hosts) {

    public NvmfSubsystemInfo {
        listeners = List.copyOf(listeners);
        namespaces = Map.copyOf(namespaces);
        hosts = List.copyOf(hosts);
    }

    static NvmfSubsystemInfo read(JsonNode node) {
        List<NvmfAddress> listeners = new ArrayList<>();
        node.path("listen_addresses").forEach(address -> listeners.add(NvmfAddress.read(address)));
        Map<Integer, String> namespaces = new HashMap<>();
        node.path("namespaces")
                .forEach(space -> namespaces.put(
                        space.path("nsid").asInt(), space.path("bdev_name").asText()));
        List<String> hosts = new ArrayList<>();
        node.path("hosts").forEach(host -> hosts.add(host.path("nqn").asText()));
        return new NvmfSubsystemInfo(
                node.required("nqn").asText(), node.path("allow_any_host").asBoolean(), listeners, namespaces, hosts);
    }
}
