package io.ipdk.nativeaccess.spdk.nvmf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a subsystem can be reached.
 *
 * <p>Immutable.
 *
 * @param address an IP address, or a directory for vfio-user
 * @param service a port; empty for vfio-user
 */
public record NvmfAddress(NvmfTransport transport, String address, String service) {

    public NvmfAddress {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(service, "service");
    }

    /** A port on an IP address of this machine. */
    public static NvmfAddress tcp(String address, int port) {
        return new NvmfAddress(NvmfTransport.TCP, address, String.valueOf(port));
    }

    /** A directory of this machine, in which SPDK makes the socket {@code cntrl} for a hypervisor. */
    public static NvmfAddress vfioUser(Path directory) {
        return new NvmfAddress(NvmfTransport.VFIOUSER, directory.toString(), "");
    }

    static NvmfAddress read(JsonNode node) {
        return new NvmfAddress(
                NvmfTransport.valueOf(node.required("trtype").asText()),
                node.required("traddr").asText(),
                node.path("trsvcid").asText(""));
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("trtype", transport.name())
                .put("traddr", address);
        if (transport != NvmfTransport.VFIOUSER) {
            node.put("adrfam", address.indexOf(':') < 0 ? "IPv4" : "IPv6").put("trsvcid", service);
        }
        return node;
    }
}
