package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** NVMe over fabrics: what is configured; nobody can attach. Confined to the double's lock. */
final class NvmfMethods {
    private static final Set<String> TRANSPORTS = Set.of("TCP", "RDMA", "VFIOUSER");

    /** One subsystem. Confined to the double's lock. */
    private static final class Subsystem {
        final JsonNode parameters;
        final Map<Integer, Bdev> namespaces = new TreeMap<>();
        final Set<JsonNode> listeners = new LinkedHashSet<>();
        final Set<String> hosts = new LinkedHashSet<>();
        boolean anyHost;

        Subsystem(JsonNode parameters) {
            this.parameters = parameters;
            anyHost = parameters.path("allow_any_host").asBoolean();
        }
    }

    private final BdevTable bdevs;
    private final Set<String> transports = new LinkedHashSet<>();
    private final Map<String, Subsystem> subsystems = new LinkedHashMap<>();

    NvmfMethods(BdevTable bdevs) {
        this.bdevs = bdevs;
    }

    void addTo(MethodTable table) {
        table.add(
                "nvmf_create_transport",
                "trtype:s* max_queue_depth:i max_io_qpairs_per_ctrlr:i in_capsule_data_size:i max_io_size:i io_unit_size:i",
                this::createTransport);
        table.add("nvmf_get_transports", "trtype:s tgt_name:s", p -> listTransports());
        table.add(
                "nvmf_create_subsystem",
                "nqn:s* serial_number:s model_number:s max_namespaces:i allow_any_host:b ana_reporting:b min_cntlid:i"
                        + " max_cntlid:i tgt_name:s",
                this::create);
        table.add("nvmf_get_subsystems", "nqn:s tgt_name:s", p -> list());
        table.add("nvmf_delete_subsystem", "nqn:s* tgt_name:s", this::delete);
        table.add("nvmf_subsystem_add_ns", "nqn:s* namespace:o* tgt_name:s", this::addNamespace);
        table.add("nvmf_subsystem_remove_ns", "nqn:s* nsid:i* tgt_name:s", this::removeNamespace);
        table.add("nvmf_subsystem_add_listener", "nqn:s* listen_address:o* tgt_name:s", this::addListener);
        table.add(
                "nvmf_subsystem_remove_listener",
                "nqn:s* listen_address:o* tgt_name:s",
                p -> truth(find(p).listeners.remove(p.get("listen_address"))));
        table.add(
                "nvmf_subsystem_add_host",
                "nqn:s* host:s* psk:s tgt_name:s",
                p -> truth(find(p).hosts.add(p.get("host").asText())));
        table.add(
                "nvmf_subsystem_remove_host",
                "nqn:s* host:s* tgt_name:s",
                p -> truth(find(p).hosts.remove(p.get("host").asText())));
        table.add("nvmf_subsystem_allow_any_host", "nqn:s* allow_any_host:b* tgt_name:s", this::allowAnyHost);
    }

    private static JsonNode truth(boolean changed) throws RpcFault {
        if (!changed) {
            throw RpcFault.parameters("Invalid parameters");
        }
        return BooleanNode.TRUE;
    }

    private Subsystem find(JsonNode parameters) throws RpcFault {
        Subsystem subsystem = subsystems.get(parameters.get("nqn").asText());
        if (subsystem == null) {
            throw RpcFault.noDevice();
        }
        return subsystem;
    }

    private JsonNode createTransport(JsonNode parameters) throws RpcFault {
        String type = parameters.get("trtype").asText();
        if (!TRANSPORTS.contains(type)) {
            throw RpcFault.parameters("Transport type '" + type + "' not found");
        }
        if (!transports.add(type)) {
            throw RpcFault.parameters("Transport type '" + type + "' already exists");
        }
        return BooleanNode.TRUE;
    }

    private ArrayNode listTransports() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        transports.forEach(type -> list.addObject().put("trtype", type));
        return list;
    }

    private JsonNode create(JsonNode parameters) throws RpcFault {
        String nqn = parameters.get("nqn").asText();
        if (!nqn.startsWith("nqn.") || subsystems.putIfAbsent(nqn, new Subsystem(parameters.deepCopy())) != null) {
            throw new RpcFault(RpcFault.INTERNAL, "Unable to create subsystem " + nqn);
        }
        return BooleanNode.TRUE;
    }

    private JsonNode delete(JsonNode parameters) throws RpcFault {
        find(parameters);
        subsystems.remove(parameters.get("nqn").asText());
        return BooleanNode.TRUE;
    }

    private JsonNode addNamespace(JsonNode parameters) throws RpcFault {
        Subsystem subsystem = find(parameters);
        Bdev bdev;
        try {
            bdev = bdevs.find(parameters.get("namespace").path("bdev_name").asText());
        } catch (RpcFault absent) {
            throw RpcFault.parameters("Invalid parameters");
        }
        int number = 1;
        while (subsystem.namespaces.containsKey(number)) {
            number++;
        }
        subsystem.namespaces.put(number, bdev);
        return IntNode.valueOf(number);
    }

    private JsonNode removeNamespace(JsonNode parameters) throws RpcFault {
        return truth(find(parameters).namespaces.remove(parameters.get("nsid").asInt()) != null);
    }

    private JsonNode addListener(JsonNode parameters) throws RpcFault {
        JsonNode address = parameters.get("listen_address");
        if (!transports.contains(address.path("trtype").asText())) {
            throw RpcFault.parameters("Invalid parameters");
        }
        return truth(find(parameters).listeners.add(address));
    }

    private JsonNode allowAnyHost(JsonNode parameters) throws RpcFault {
        find(parameters).anyHost = parameters.get("allow_any_host").asBoolean();
        return BooleanNode.TRUE;
    }

    private ArrayNode list() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        subsystems.forEach((nqn, subsystem) -> {
            ObjectNode node = list.addObject().put("nqn", nqn).put("subtype", "NVMe");
            node.putArray("listen_addresses").addAll(subsystem.listeners);
            node.put("allow_any_host", subsystem.anyHost);
            ArrayNode hosts = node.putArray("hosts");
            subsystem.hosts.forEach(host -> hosts.addObject().put("nqn", host));
            node.put("serial_number", subsystem.parameters.path("serial_number").asText("00000000000000000000"));
            ArrayNode namespaces = node.putArray("namespaces");
            subsystem.namespaces.forEach((number, bdev) -> namespaces
                    .addObject()
                    .put("nsid", number)
                    .put("bdev_name", bdev.name)
                    .put("uuid", bdev.uuid));
        });
        return list;
    }

    /** Forgets everything, as a process does that ends. */
    void clear() {
        transports.clear();
        subsystems.clear();
    }
}
