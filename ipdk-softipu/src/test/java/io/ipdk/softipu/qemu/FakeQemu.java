package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A QMP server that a test scripts: what it greets with, what it answers to each command, what it sends besides. It
 * serves one client at a time, as QEMU does. Thread-safe.
 */
final class FakeQemu implements AutoCloseable {

    static final String GREETING =
            "{\"QMP\":{\"version\":{\"qemu\":{\"major\":7,\"minor\":2,\"micro\":22},\"package\":\"\"},\"capabilities\":[]}}";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path socket;
    private final Map<String, Function<JsonNode, @Nullable String>> answers = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private volatile String greeting = GREETING;
    private volatile @Nullable ServerSocketChannel server;
    private volatile @Nullable SocketChannel client;
    private final AtomicInteger connections = new AtomicInteger();

    FakeQemu(Path socket) {
        this.socket = socket;
        answer("qmp_capabilities", "{}");
    }

    FakeQemu greeting(String line) {
        greeting = line;
        return this;
    }

    /** Answers a command with this JSON as its return value. */
    FakeQemu answer(String command, String returned) {
        return answer(command, arguments -> "\"return\":" + returned);
    }

    /** Answers a command with an error. */
    FakeQemu refuse(String command, String errorClass, String description) {
        return answer(
                command, arguments -> "\"error\":{\"class\":\"" + errorClass + "\",\"desc\":\"" + description + "\"}");
    }

    /** Leaves a command without an answer. */
    FakeQemu ignore(String command) {
        return answer(command, arguments -> null);
    }

    /** Answers a command with the members of the reply that the function makes of its arguments. */
    FakeQemu answer(String command, Function<JsonNode, @Nullable String> reply) {
        answers.put(command, reply);
        return this;
    }

    FakeQemu start() throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(socket));
        server = listening;
        Thread thread = new Thread(() -> accept(listening), "fake-qemu");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void accept(ServerSocketChannel listening) {
        try {
            while (true) {
                try (SocketChannel accepted = listening.accept()) {
                    connections.incrementAndGet();
                    client = accepted;
                    serve(accepted);
                } finally {
                    client = null;
                }
            }
        } catch (IOException e) {
            // stop() closed the server.
        }
    }

    private void serve(SocketChannel channel) {
        try (BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            send(greeting);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ObjectNode message = (ObjectNode) JSON.readTree(line);
                String command = message.path("execute").asText();
                commands.add(command);
                messages.add(message);
                Function<JsonNode, @Nullable String> answer = answers.get(command);
                String reply = answer == null
                        ? "\"error\":{\"class\":\"CommandNotFound\",\"desc\":\"no " + command + "\"}"
                        : answer.apply(message.path("arguments"));
                if (reply != null) {
                    send("{" + reply + ",\"id\":" + message.path("id") + "}");
                }
            }
        } catch (IOException e) {
            // The client or the test ended the connection.
        }
    }

    /** Sends a line as it is. */
    synchronized void send(String line) throws IOException {
        SocketChannel channel = client;
        if (channel != null) {
            ByteBuffer bytes = ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    void event(String name, String data) throws IOException {
        send("{\"event\":\"" + name + "\",\"data\":" + data + ",\"timestamp\":{\"seconds\":1,\"microseconds\":2}}");
    }

    /** The commands that came, in order, without the handshake. */
    List<String> commands() {
        return commands.stream()
                .filter(command -> !command.equals("qmp_capabilities"))
                .toList();
    }

    List<JsonNode> messages() {
        return messages;
    }

    int connections() {
        return connections.get();
    }

    /** Ends the connection and goes on listening. */
    void hangUp() throws IOException {
        SocketChannel channel = client;
        if (channel != null) {
            channel.close();
        }
    }

    /** Ends the connection and listens no more, as QEMU when it ends. */
    void stop() throws IOException {
        ServerSocketChannel listening = server;
        if (listening != null) {
            listening.close();
        }
        Files.deleteIfExists(socket);
        hangUp();
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
