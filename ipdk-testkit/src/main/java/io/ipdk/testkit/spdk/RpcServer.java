package io.ipdk.testkit.spdk;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Takes connections and calls, a thread for each connection. Thread-safe. */
final class RpcServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INVALID_REQUEST = -32600;

    /** Answers calls; null ends the connection instead. Called by several threads. */
    interface Handler {
        @Nullable
        JsonNode call(String method, JsonNode parameters) throws RpcFault;
    }

    private final Path socket;
    private final ServerSocketChannel server;
    private final Handler handler;
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();

    RpcServer(Path socket, Handler handler) {
        this.socket = socket;
        this.handler = handler;
        try {
            Files.deleteIfExists(socket);
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new UncheckedIOException("nobody can listen on " + socket, e);
        }
        start(this::accept);
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work, "spdk-double " + socket.getFileName());
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The double was stopped.
        }
    }

    private void serve(SocketChannel connection) {
        try (connection;
                JsonParser requests = JSON.createParser(Channels.newInputStream(connection))) {
            for (JsonNode request = requests.readValueAsTree();
                    request != null && !request.isMissingNode();
                    request = requests.readValueAsTree()) {
                JsonNode answer = answer(request);
                if (answer == null) {
                    return;
                }
                send(connection, answer);
            }
        } catch (IOException | RuntimeException gone) {
            // The client has gone, sent what is not JSON, or the double was stopped: SPDK closes the connection too.
        } finally {
            connections.remove(connection);
        }
    }

    private static void send(SocketChannel connection, JsonNode answer) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(answer));
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    private @Nullable JsonNode answer(JsonNode request) {
        if (!request.isArray()) {
            return one(request);
        }
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        for (JsonNode each : request) {
            JsonNode answer = one(each);
            if (answer == null) {
                return null;
            }
            answers.add(answer);
        }
        return answers;
    }

    private @Nullable JsonNode one(JsonNode request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
        if (!request.path("method").isTextual()) {
            return error(answer.set("id", NullNode.instance), INVALID_REQUEST, "Invalid request");
        }
        answer.set("id", request.has("id") ? request.get("id") : NullNode.instance);
        try {
            JsonNode result = handler.call(request.get("method").asText(), request.path("params"));
            return result == null ? null : answer.set("result", result);
        } catch (RpcFault fault) {
            return error(answer, fault.code(), fault.text());
        }
    }

    private static ObjectNode error(ObjectNode answer, int code, String message) {
        answer.putObject("error").put("code", code).put("message", message);
        return answer;
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel connection : connections) {
                connection.close();
            }
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException("the socket " + socket + " cannot be removed", e);
        }
    }
}
