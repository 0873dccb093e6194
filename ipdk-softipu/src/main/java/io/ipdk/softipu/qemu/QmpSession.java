package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to QEMU: greeting, capabilities, then messages both ways until it breaks.
 *
 * <p>Confined to one thread (the client's I/O thread), but for {@link #send}, which is called under the client's lock.
 */
final class QmpSession implements AutoCloseable {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String HANDSHAKE_ID = "handshake";

    /** What a session tells its client, on the I/O thread. */
    interface Receiver {
        void ready(QmpSession session, QmpVersion version);

        void reply(String id, JsonNode message);

        void event(String name, JsonNode data);
    }

    private final Selector selector;
    private final Receiver receiver;
    private final long handshakeNanos;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final LineReader reader;
    private final Queue<ByteBuffer> outgoing = new ArrayDeque<>();
    private @Nullable QmpVersion greeted;
    private boolean ready;

    QmpSession(Path socket, Selector selector, int maxLine, Duration handshake, Receiver receiver) throws IOException {
        this.selector = selector;
        this.receiver = receiver;
        this.handshakeNanos = handshake.toNanos();
        this.reader = new LineReader(maxLine);
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            boolean connected = channel.connect(UnixDomainSocketAddress.of(socket));
            key = channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Queues a message and wakes the I/O thread. The caller bounds how many are under way. */
    void send(ObjectNode message) {
        byte[] line = (message + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (outgoing) {
            outgoing.add(ByteBuffer.wrap(line));
        }
        selector.wakeup();
    }

    /**
     * Serves the connection until the stream ends.
     *
     * @throws IOException where it breaks, the peer does not speak QMP, or does not greet in time
     */
    void serve() throws IOException {
        long start = System.nanoTime();
        while (true) {
            long left = handshakeNanos - (System.nanoTime() - start);
            if (!ready && left <= 0) {
                throw new IOException(
                        greeted == null
                                ? "no greeting; QEMU's monitor serves one client at a time and another one may hold it"
                                : "QEMU does not answer");
            }
            selector.select(ready ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            selector.selectedKeys().clear();
            if (!channel.isConnected()) {
                if (!channel.finishConnect()) {
                    continue;
                }
                key.interestOps(SelectionKey.OP_READ);
            }
            if (!reader.read(channel, this::line)) {
                throw new IOException("QEMU closed the connection");
            }
            write();
        }
    }

    private void write() throws IOException {
        synchronized (outgoing) {
            while (true) {
                ByteBuffer next = outgoing.peek();
                if (next == null) {
                    key.interestOps(SelectionKey.OP_READ);
                    return;
                }
                channel.write(next);
                if (next.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
                outgoing.remove();
            }
        }
    }

    private void line(byte[] line) {
        if (line.length == 0) {
            return;
        }
        JsonNode message = parse(line);
        if (greeted == null) {
            if (!message.path("QMP").isObject()) {
                throw new NotQmpException("the peer's greeting is not QMP");
            }
            greeted = QmpVersion.of(message);
            send(JSON.createObjectNode().put("execute", "qmp_capabilities").put("id", HANDSHAKE_ID));
        } else if (message.path("event").isTextual()) {
            receiver.event(message.get("event").asText(), message.path("data"));
        } else if (ready) {
            receiver.reply(message.path("id").asText(""), message);
        } else if (message.has("return")) {
            ready = true;
            receiver.ready(this, greeted);
        } else {
            throw new NotQmpException("QEMU refused qmp_capabilities: " + message.path("error"));
        }
    }

    private static JsonNode parse(byte[] line) {
        try {
            JsonNode message = JSON.readTree(line);
            if (message.isObject()) {
                return message;
            }
        } catch (IOException e) {
            throw new NotQmpException("the peer sent what is not JSON: " + e.getMessage());
        }
        throw new NotQmpException("the peer sent what is not a JSON object");
    }

    @Override
    public void close() throws IOException {
        key.cancel();
        channel.close();
    }

    /** The peer does not speak QMP; the connection is given up. */
    static final class NotQmpException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotQmpException(String message) {
            super(message);
        }
    }
}
