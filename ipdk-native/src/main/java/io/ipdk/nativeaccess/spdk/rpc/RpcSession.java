package io.ipdk.nativeaccess.spdk.rpc;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ipdk.error.ClosedException;
import io.ipdk.error.HostException;
import io.ipdk.error.IpdkException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One connection to SPDK, from connect until it breaks. A thread of its own writes, reads and watches the deadlines.
 *
 * <p>Thread-safe. Answers arrive on the session's thread, which nobody may hold up.
 */
final class RpcSession {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int READ_BYTES = 64 << 10;
    private static final long CLOSE_WAIT_MILLIS = 2000;

    private final Path socket;
    private final SpdkOptions options;
    private final Selector selector;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Thread thread;
    private final JsonSplitter splitter;
    private final PendingCalls pending;
    private final Queue<Outgoing> outgoing = new ArrayDeque<>();
    private final CompletableFuture<SpdkTarget> target;

    /** A message on its way out. Confined to the lock of the queue it waits in. */
    private static final class Outgoing {
        final ByteBuffer bytes;
        final byte[] wipeable;

        Outgoing(byte[] message, boolean secret) {
            bytes = ByteBuffer.wrap(message);
            wipeable = secret ? message : new byte[0];
        }

        void wipe() {
            Arrays.fill(wipeable, (byte) 0);
        }
    }

    private RpcSession(Path socket, SpdkOptions options, Selector selector) throws IOException {
        this.socket = socket;
        this.options = options;
        this.selector = selector;
        this.splitter = new JsonSplitter(options.maxAnswerBytes());
        this.pending = new PendingCalls(options.maxUnanswered());
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        thread = new Thread(this::run, "ipdk-spdk " + socket.getFileName());
        thread.setDaemon(true);
        // Whoever does not say who it is gets no calls; the next one connects anew.
        target = send(RpcRequest.of("spdk_get_version"))
                .thenCombine(send(RpcRequest.of("rpc_get_methods")), RpcSession::target)
                .whenComplete((known, failure) -> {
                    if (failure != null) {
                        pending.end(method -> RpcErrors.lost(method, "it did not say which version it is"));
                    }
                });
    }

    private static SpdkTarget target(JsonNode version, JsonNode methods) {
        Set<String> names = new HashSet<>();
        methods.forEach(name -> names.add(name.asText()));
        return new SpdkTarget(SpdkVersion.read(version), names);
    }

    /**
     * Connects and asks who is there.
     *
     * @throws HostException if nobody listens
     */
    static RpcSession connect(Path socket, SpdkOptions options) {
        SocketCheck.check(socket, options.anyOwner());
        try {
            Selector selector = Selector.open();
            try {
                RpcSession session = new RpcSession(socket, options, selector);
                session.thread.start();
                return session;
            } catch (IOException | RuntimeException e) {
                selector.close();
                throw e;
            }
        } catch (IOException e) {
            throw SocketCheck.absent(socket, String.valueOf(e.getMessage()), e);
        }
    }

    /** Who is there; fails if it does not say. */
    CompletableFuture<SpdkTarget> target() {
        return target;
    }

    boolean isEnded() {
        return pending.isEnded();
    }

    /** Sends a call; the future fails with an {@link IpdkException} where it does. */
    CompletableFuture<JsonNode> send(RpcRequest request) {
        Duration own = request.timeout();
        long nanos = (own == null ? options.timeout() : own).toNanos();
        return pending.add(request.method(), nanos, id -> {
            synchronized (outgoing) {
                outgoing.add(new Outgoing(request.encode(id), request.isSecret()));
                if (pending.isEnded()) {
                    outgoing.forEach(Outgoing::wipe);
                }
            }
            selector.wakeup();
        });
    }

    private void run() {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(READ_BYTES);
            while (!pending.isEnded()) {
                long left = pending.expire(System.nanoTime());
                selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                selector.selectedKeys().clear();
                write();
                read(bytes);
            }
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            pending.end(method -> RpcErrors.lost(method, why));
        } catch (RuntimeException e) {
            pending.end(method -> RpcErrors.senseless(method, "what cannot be understood: " + e));
        } finally {
            release();
        }
    }

    private void write() throws IOException {
        synchronized (outgoing) {
            for (Outgoing next = outgoing.peek(); next != null; next = outgoing.peek()) {
                channel.write(next.bytes);
                if (next.bytes.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                    return;
                }
                next.wipe();
                outgoing.remove();
            }
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void read(ByteBuffer bytes) throws IOException {
        while (true) {
            bytes.clear();
            int count = channel.read(bytes);
            if (count < 0) {
                throw new IOException("it closed the connection"
                        + (splitter.unfinishedBytes() == 0
                                ? ""
                                : " after " + splitter.unfinishedBytes() + " bytes of an answer"));
            }
            if (count == 0) {
                return;
            }
            splitter.take(bytes.flip(), this::message);
        }
    }

    private void message(byte[] text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("it is not JSON (" + text.length + " bytes)");
        }
        if (!message.isObject() || !message.path("id").isIntegralNumber()) {
            throw new IllegalStateException("it belongs to no call: " + message.path("error"));
        }
        pending.answered(message);
    }

    private void release() {
        try {
            key.cancel();
            channel.close();
            selector.close();
        } catch (IOException e) {
            // Nothing is left to be told: the session has ended already.
        }
        synchronized (outgoing) {
            outgoing.forEach(Outgoing::wipe);
            outgoing.clear();
        }
    }

    /** Fails what is under way and ends the thread. Bounded in time. */
    void close() {
        pending.end(method -> new ClosedException(
                "the client of " + socket + " was closed while " + method + " waited", "open another"));
        selector.wakeup();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(CLOSE_WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
