package io.ipdk.nativeaccess.dpdk.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ipdk.error.ClosedException;
import io.ipdk.error.HostException;
import io.ipdk.error.NotFoundException;
import io.ipdk.nativeaccess.posix.FdList;
import io.ipdk.nativeaccess.posix.SocketType;
import io.ipdk.nativeaccess.posix.UnixSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection to the telemetry socket of a DPDK process ({@code dpdk_telemetry.v2}, whole messages in order): one command,
 * one answer. Which commands there are depends on the release and on what the process uses; see {@link #commands()}.
 *
 * <p>Thread-safe: calls take turns.
 */
public final class TelemetryClient implements AutoCloseable {
    private static final String SOCKET = "dpdk_telemetry.v2";
    private static final int GREETING_BYTES = 1024;
    private static final int MAX_ANSWER = 60 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UnixSocket socket;
    private final TelemetryInfo info;
    private final byte[] buffer;

    private TelemetryClient(UnixSocket socket, TelemetryInfo info) {
        this.socket = socket;
        this.info = info;
        buffer = new byte[Math.min(Math.max(info.maxAnswerBytes(), GREETING_BYTES), MAX_ANSWER)];
    }

    /**
     * Connects to the process whose runtime directory this is.
     *
     * @param timeout for the connection and for each answer
     * @throws io.ipdk.nativeaccess.posix.PosixException if nobody listens there
     * @throws HostException if what answers is not DPDK
     */
    public static TelemetryClient connect(Path runtimeDirectory, Duration timeout) {
        UnixSocket socket = UnixSocket.connect(runtimeDirectory.resolve(SOCKET), SocketType.SEQUENCED_PACKET, timeout);
        try {
            socket.setReceiveTimeout(timeout);
            JsonNode greeting = receive(socket, new byte[GREETING_BYTES], "the greeting");
            if (!greeting.hasNonNull("version") || !greeting.hasNonNull("max_output_len")) {
                throw new HostException("the greeting is not DPDK's: " + greeting, "check the path", false);
            }
            return new TelemetryClient(
                    socket,
                    new TelemetryInfo(
                            greeting.path("version").asText(),
                            greeting.path("pid").asLong(),
                            greeting.path("max_output_len").asInt()));
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** What the process said when this client connected. */
    public TelemetryInfo info() {
        return info;
    }

    /** The commands it knows. */
    public List<String> commands() {
        return texts(ask("/", ""));
    }

    /** What a command does, in DPDK's words. */
    public String help(String command) {
        return ask("/help", command).path(command).asText();
    }

    /** The numbers of the Ethernet ports. */
    public List<Integer> ports() {
        List<Integer> numbers = new ArrayList<>();
        ask("/ethdev/list", "").forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    /** The counters of a port by name. */
    public Map<String, Long> extendedStats(int port) {
        Map<String, Long> counters = new LinkedHashMap<>();
        ask("/ethdev/xstats", String.valueOf(port))
                .properties()
                .forEach(entry -> counters.put(entry.getKey(), entry.getValue().asLong()));
        return Collections.unmodifiableMap(counters);
    }

    /** The link of a port. */
    public LinkInfo link(int port) {
        JsonNode link = ask("/ethdev/link_status", String.valueOf(port));
        return new LinkInfo(
                link.path("status").asText().equals("UP"),
                link.path("speed").asLong(),
                link.path("duplex").asText());
    }

    /** The names of the mempools. */
    public List<String> mempools() {
        return texts(ask("/mempool/list", ""));
    }

    /** A mempool. */
    public MempoolInfo mempool(String name) {
        JsonNode pool = ask("/mempool/info", name);
        return new MempoolInfo(
                pool.path("name").asText(),
                pool.path("size").asLong(),
                pool.path("cache_size").asLong(),
                pool.path("elt_size").asLong());
    }

    /** The words the environment was started with. */
    public List<String> ealParameters() {
        return texts(ask("/eal/params", ""));
    }

    /**
     * The answer to any command, as JSON text.
     *
     * @param parameters what follows the comma; may be empty
     */
    public String raw(String command, String parameters) {
        return ask(command, parameters).toString();
    }

    private synchronized JsonNode ask(String command, String parameters) {
        String line = parameters.isEmpty() ? command : command + "," + parameters;
        byte[] request = line.getBytes(StandardCharsets.UTF_8);
        socket.send(request, 0, request.length);
        JsonNode answer = receive(socket, buffer, line);
        JsonNode body = answer.path(command);
        if (body.isMissingNode() || body.isNull()) {
            throw new NotFoundException(
                    "the DPDK process has no answer to " + line, "see commands() for what it knows, and its lists");
        }
        return body;
    }

    private static JsonNode receive(UnixSocket socket, byte[] buffer, String what) {
        int length;
        try (FdList none = new FdList()) {
            length = socket.receive(buffer, 0, buffer.length, none);
        }
        if (length == 0) {
            throw new ClosedException("the DPDK process closed the telemetry socket before " + what, "connect again");
        }
        String text = new String(buffer, 0, length, StandardCharsets.UTF_8);
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new HostException(
                    "what the DPDK process answered to " + what + " is not JSON: " + text, "", false, e);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Override
    public void close() {
        socket.close();
    }
}
