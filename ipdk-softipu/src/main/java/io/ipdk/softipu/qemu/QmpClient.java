package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ipdk.error.ClosedException;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.HostException;
import io.ipdk.error.InvalidSpecException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Speaks QMP, QEMU's machine protocol, over a Unix socket. Commands of several threads are under way at once, each with
 * its own deadline; events go to listeners. When the connection breaks, commands under way fail and the client connects
 * again by itself, at once and then in growing pauses, until it is closed.
 *
 * <p>Nothing grows without bound: a line is at most 4 MiB, at most 256 commands wait for an answer, at most 1024 events
 * wait for a slow listener and later ones are dropped and counted.
 *
 * <p>Thread-safe. Listeners run one at a time on the client's event thread and may use and close the client.
 */
public final class QmpClient implements AutoCloseable {

    private static final int MAX_LINE = 4 << 20;
    private static final int MAX_UNANSWERED = 256;
    private static final int MAX_SOCKET_PATH = 107;
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path socket;
    private final BackOff backOff;
    private final Selector selector;
    private final QmpEvents events;
    private final Thread ioThread;

    /** Guards the fields below it. */
    private final Object lock = new Object();

    private final Map<String, CompletableFuture<JsonNode>> unanswered = new HashMap<>();
    private @Nullable QmpSession session;
    private @Nullable QmpVersion version;
    private String lastFailure = "not connected yet";
    private long nextId = 1;
    private boolean closed;

    private QmpClient(Path socket, BackOff backOff) {
        this.socket = socket;
        this.backOff = backOff;
        this.events = new QmpEvents("ipdk-qmp-events " + socket.getFileName());
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector for QMP", e);
        }
        this.ioThread = new Thread(this::run, "ipdk-qmp " + socket.getFileName());
        ioThread.setDaemon(true);
    }

    /**
     * A client that starts to connect at once and does not wait for it.
     *
     * @param socket QEMU's monitor, as in {@code -qmp unix:PATH,server=on,wait=off}
     * @throws InvalidSpecException where the path is too long for a Unix socket
     */
    public static QmpClient open(Path socket) {
        return open(socket, BackOff.DEFAULT);
    }

    /** As {@link #open(Path)}, with other pauses between attempts to connect. */
    public static QmpClient open(Path socket, BackOff backOff) {
        int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_SOCKET_PATH) {
            throw new InvalidSpecException(
                    "qmp", socket, "a path of at most " + MAX_SOCKET_PATH + " bytes, this one has " + bytes);
        }
        QmpClient client = new QmpClient(socket, backOff);
        client.events.start();
        client.ioThread.start();
        return client;
    }

    /**
     * Waits until the connection stands.
     *
     * @return whether it stands
     */
    public boolean awaitConnected(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            while (session == null && !closed) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return session != null;
        }
    }

    /** Whether QEMU takes commands now. */
    public boolean isConnected() {
        synchronized (lock) {
            return session != null;
        }
    }

    /** Who answers, or who answered last; null before the first connection. */
    public @Nullable QmpVersion version() {
        synchronized (lock) {
            return version;
        }
    }

    /** The monitor's socket. */
    public Path socket() {
        return socket;
    }

    /** Adds a listener for QEMU's events and for the connection's. */
    public void addListener(Consumer<? super QmpEvent> listener) {
        events.add(listener);
    }

    /** Adds a listener that is called on the I/O thread, ahead of all others; it must not wait for anything. */
    void addDirectListener(Consumer<? super QmpEvent> listener) {
        events.addDirect(listener);
    }

    /** How many events were dropped because listeners were too slow. */
    public long droppedEvents() {
        return events.dropped();
    }

    /** As {@link #execute(String, ObjectNode, Duration)}, without arguments. */
    public JsonNode execute(String command, Duration timeout) {
        return execute(command, JSON.createObjectNode(), timeout);
    }

    /**
     * Runs a command and waits for its answer.
     *
     * @param command as in QEMU's QMP reference
     * @param arguments its arguments; an empty object where it has none
     * @return what the command returned
     * @throws QmpException where QEMU refuses it
     * @throws DeadlineExceededException where the answer does not come in time; QEMU may still carry the command out
     * @throws HostException where QEMU is away, or goes away before it answers
     * @throws ClosedException where this client is closed
     */
    public JsonNode execute(String command, ObjectNode arguments, Duration timeout) {
        CompletableFuture<JsonNode> answer = submit(command, arguments);
        JsonNode message;
        try {
            message = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new DeadlineExceededException(
                    "QEMU did not answer " + command + " within " + timeout.toMillis() + " ms",
                    "see whether the guest is stopped or a back end does not answer QEMU",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (isClosed()) {
                throw new Lost("closed", true).toError(command);
            }
            throw new HostException("interrupted while QEMU runs " + command, "", true, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Lost lost ? lost.toError(command) : new IllegalStateException(e.getCause());
        }
        if (message.has("error")) {
            JsonNode error = message.get("error");
            String description = error.path("desc").asText("");
            throw new QmpException(command, QmpErrorKind.of(error.path("class").asText(""), description), description);
        }
        return message.path("return");
    }

    private CompletableFuture<JsonNode> submit(String command, ObjectNode arguments) {
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        synchronized (lock) {
            if (closed) {
                throw new ClosedException("the QMP client of " + socket + " is closed", "open another one");
            }
            if (session == null) {
                throw new HostException(
                        "QEMU cannot be reached at " + socket + ": " + lastFailure,
                        "start QEMU with -qmp unix:" + socket + ",server=on,wait=off",
                        true);
            }
            if (unanswered.size() >= MAX_UNANSWERED) {
                throw new HostException(
                        "QEMU at " + socket + " owes answers to " + MAX_UNANSWERED + " commands",
                        "see whether a back end does not answer QEMU",
                        true);
            }
            String id = Long.toString(nextId++);
            unanswered.put(id, answer);
            ObjectNode message = JSON.createObjectNode().put("execute", command).put("id", id);
            message.set("arguments", arguments);
            session.send(message);
        }
        return answer;
    }

    private void run() {
        int failures = 0;
        while (!isClosed()) {
            String reason;
            try (QmpSession current = new QmpSession(socket, selector, MAX_LINE, HANDSHAKE, new Inbox())) {
                try {
                    current.serve();
                    reason = "closed";
                } finally {
                    failures = isConnected() ? 0 : failures;
                }
            } catch (IOException | QmpSession.NotQmpException e) {
                reason = e.getMessage() == null ? e.toString() : e.getMessage();
            }
            disconnected(reason);
            failures++;
            pause(backOff.pauseMillis(failures));
        }
    }

    private void pause(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (lock) {
            while (!closed) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    private void disconnected(String reason) {
        Map<String, CompletableFuture<JsonNode>> lost;
        boolean wasConnected;
        synchronized (lock) {
            wasConnected = session != null && !closed;
            session = null;
            lastFailure = reason;
            lost = new HashMap<>(unanswered);
            unanswered.clear();
            lock.notifyAll();
        }
        lost.values().forEach(answer -> answer.completeExceptionally(new Lost(reason, isClosed())));
        if (wasConnected) {
            events.post(new QmpEvent.Disconnected(reason));
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        ioThread.interrupt();
        if (Thread.currentThread() != ioThread) {
            join(ioThread);
        }
        events.close();
        if (Thread.currentThread() != events.thread()) {
            join(events.thread());
        }
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the QMP selector", e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(CLOSE_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where the session's messages arrive, on the I/O thread. */
    private final class Inbox implements QmpSession.Receiver {

        @Override
        public void ready(QmpSession connected, QmpVersion qemu) {
            synchronized (lock) {
                session = connected;
                version = qemu;
                lock.notifyAll();
            }
            events.post(new QmpEvent.Connected(qemu));
        }

        @Override
        public void reply(String id, JsonNode message) {
            CompletableFuture<JsonNode> answer;
            synchronized (lock) {
                answer = unanswered.remove(id);
            }
            if (answer != null) {
                answer.complete(message);
            }
        }

        @Override
        public void event(String name, JsonNode data) {
            events.post(new QmpEvent.Named(name, data.isObject() ? data : JSON.createObjectNode()));
        }
    }

    /** The connection went away under a command. */
    private static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean closed;

        Lost(String reason, boolean closed) {
            super(reason);
            this.closed = closed;
        }

        RuntimeException toError(String command) {
            if (closed) {
                return new ClosedException("the QMP client was closed while QEMU ran " + command, "", this);
            }
            return new HostException(
                    "QEMU went away while it ran " + command + ": " + getMessage(),
                    "it is not known whether the command took effect; read the host's state first",
                    true,
                    this);
        }
    }
}
