package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The QMP commands that the bus needs, with their arguments typed.
 *
 * <p>Thread-safe.
 */
final class Qemu {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final QmpClient client;
    private final Duration timeout;

    /** @param timeout for commands that QEMU answers by itself, without a back end */
    Qemu(QmpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /** A member of a QOM object. */
    record Member(String name, String type) {

        /** The type of the object this member is; empty where it is no child. */
        Optional<String> childType() {
            return type.startsWith("child<") && type.endsWith(">")
                    ? Optional.of(type.substring("child<".length(), type.length() - 1))
                    : Optional.empty();
        }
    }

    static ObjectNode arguments() {
        return JSON.createObjectNode();
    }

    JsonNode query(String command) {
        return client.execute(command, timeout);
    }

    List<Member> list(String path) {
        JsonNode answer = client.execute("qom-list", arguments().put("path", path), timeout);
        List<Member> members = new ArrayList<>();
        answer.forEach(member -> members.add(
                new Member(member.path("name").asText(), member.path("type").asText())));
        return members;
    }

    JsonNode get(String path, String property) {
        return client.execute("qom-get", arguments().put("path", path).put("property", property), timeout);
    }

    /** The property, or empty where the object or the property is not there. */
    Optional<JsonNode> find(String path, String property) {
        try {
            return Optional.of(get(path, property));
        } catch (QmpException e) {
            return none(e);
        }
    }

    /** The members of the object; empty where it is not there. */
    Optional<List<Member>> findList(String path) {
        try {
            return Optional.of(list(path));
        } catch (QmpException e) {
            return none(e);
        }
    }

    private static <T> Optional<T> none(QmpException e) {
        if (e.kind() == QmpErrorKind.NOT_FOUND) {
            return Optional.empty();
        }
        throw e;
    }

    /**
     * Whether a vhost-user port may have MSI-X interrupts. QEMU before 8.0 dereferences a null pointer and ends when a
     * guest's driver starts such a port and the interrupts do not go through KVM; without MSI-X the port works.
     */
    boolean portsMayHaveMsiX() {
        return query("query-kvm").path("enabled").asBoolean() || version().isAtLeast(8, 0);
    }

    private QmpVersion version() {
        return Objects.requireNonNull(client.version(), "version of a connected QEMU");
    }

    /** Adds a socket that QEMU connects to, and connects to again each second whenever it is not. */
    void addChardev(String id, Path socket) {
        ObjectNode arguments = arguments().put("id", id);
        ObjectNode data = arguments.putObject("backend").put("type", "socket").putObject("data");
        data.putObject("addr").put("type", "unix").putObject("data").put("path", socket.toString());
        data.put("server", false);
        if (version().isAtLeast(9, 2)) {
            data.put("reconnect-ms", 1000);
        } else {
            data.put("reconnect", 1);
        }
        client.execute("chardev-add", arguments, timeout);
    }

    void removeChardev(String id) {
        client.execute("chardev-remove", arguments().put("id", id), timeout);
    }

    void addVhostUserNetdev(String id, String chardev, int queuePairs, Duration patience) {
        client.execute(
                "netdev_add",
                arguments()
                        .put("type", "vhost-user")
                        .put("id", id)
                        .put("chardev", chardev)
                        .put("queues", queuePairs),
                patience);
    }

    void removeNetdev(String id) {
        client.execute("netdev_del", arguments().put("id", id), timeout);
    }

    void addDevice(ObjectNode properties, Duration patience) {
        client.execute("device_add", properties, patience);
    }

    void deleteDevice(String id) {
        client.execute("device_del", arguments().put("id", id), timeout);
    }

    void setLink(String name, boolean up) {
        client.execute("set_link", arguments().put("name", name).put("up", up), timeout);
    }
}
