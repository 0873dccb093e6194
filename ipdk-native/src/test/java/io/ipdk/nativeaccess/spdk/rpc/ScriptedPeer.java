package io.ipdk.nativeaccess.spdk.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens like spdk_tgt, introduces itself, and answers everything else as a test says. Thread-safe. */
final class ScriptedPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a peer does with a request after it has introduced itself. */
    interface Script {
        void answer(JsonNode request, Connection connection) throws IOException;
    }

    record Connection(SocketChannel channel) {
        void send(String text) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        void close() throws IOException {
            channel.close();
        }
    }

    private final Path socket;
    private final ServerSocketChannel server;
    private final Script script;
    private final List<SocketChannel> channels = new CopyOnWriteArrayList<>();
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private volatile String version = version(26, 9);

    ScriptedPeer(Path socket, Script script) throws IOException {
        this.socket = socket;
        this.script = script;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        start(this::accept);
    }

    private static String version(int major, int minor) {
        return "{\"version\":\"SPDK v" + major + "." + minor + "\",\"fields\":{\"major\":" + major + ",\"minor\":"
                + minor + "}}";
    }

    ScriptedPeer ofVersion(int major, int minor) {
        version = version(major, minor);
        return this;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "scripted-peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                channels.add(channel);
                start(() -> serve(new Connection(channel)));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Connection connection) {
        try (MappingIterator<JsonNode> all =
                JSON.readerFor(JsonNode.class).readValues(Channels.newInputStream(connection.channel))) {
            while (all.hasNextValue()) {
                JsonNode request = all.nextValue();
                requests.add(request);
                switch (request.path("method").asText()) {
                    case "spdk_get_version" -> connection.send(result(request, version));
                    case "rpc_get_methods" -> connection.send(result(request, "[\"known\"]"));
                    default -> script.answer(request, connection);
                }
            }
        } catch (IOException closed) {
            // The client, or the test, has closed the connection.
        }
    }

    static String result(JsonNode request, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + ",\"result\":" + result + "}";
    }

    static String error(JsonNode request, int code, String message) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + ",\"error\":{\"code\":" + code + ",\"message\":\""
                + message + "\"}}";
    }

    /** All that was asked after the introduction. */
    List<JsonNode> requests() {
        return requests.stream()
                .filter(request -> !List.of("spdk_get_version", "rpc_get_methods")
                        .contains(request.path("method").asText()))
                .toList();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel channel : channels) {
            channel.close();
        }
        Files.deleteIfExists(socket);
    }
}
