package io.ipdk.testkit.qemu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** Arguments of QMP commands that tests send past the bus. */
final class QmpArguments {

    private QmpArguments() {}

    /** Of {@code chardev-add}, for a socket that QEMU connects to again each second. */
    static ObjectNode chardev(String id, Path socket) {
        ObjectNode arguments = new ObjectMapper().createObjectNode().put("id", id);
        ObjectNode data = arguments.putObject("backend").put("type", "socket").putObject("data");
        data.putObject("addr").put("type", "unix").putObject("data").put("path", socket.toString());
        data.put("server", false).put("reconnect", 1);
        return arguments;
    }
}
