package io.ipdk.nativeaccess.spdk.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.ipdk.error.UnsupportedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call: a method and its parameters. SPDK refuses a parameter it does not know, so one that came with a later release
 * is named together with that release, and is refused here for an earlier target.
 *
 * <p>Confined to one thread (the one that builds), then handed over.
 */
public final class RpcRequest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String method;
    private final ObjectNode parameters = JSON.createObjectNode();
    private final List<Since> since = new ArrayList<>();
    private final List<Secret> secrets = new ArrayList<>();
    private @Nullable Duration timeout;

    private record Since(String name, SpdkVersion version) {}

    /** A parameter that is wiped. Confined to one thread. */
    private static final class Secret {
        final String name;
        final byte[] hexDigits;

        Secret(String name, byte[] hexDigits) {
            this.name = name;
            this.hexDigits = hexDigits;
        }
    }

    private RpcRequest(String method) {
        this.method = method;
    }

    public static RpcRequest of(String method) {
        return new RpcRequest(method);
    }

    /** Adds a parameter: text, a number, a truth value, a list or a map of those, or a {@link JsonNode}. */
    public RpcRequest with(String name, Object value) {
        parameters.set(name, node(value));
        return this;
    }

    private static JsonNode node(Object value) {
        JsonNode node = value instanceof JsonNode json ? json : JSON.valueToTree(value);
        if (node instanceof POJONode) {
            throw new IllegalArgumentException("a value of " + value.getClass() + " has no form in JSON");
        }
        return node;
    }

    /** Adds a parameter, unless the value is null, which leaves it to SPDK. */
    public RpcRequest maybe(String name, @Nullable Object value) {
        return value == null ? this : with(name, value);
    }

    /** Adds a parameter that came with a release, unless the value is null. An earlier target makes the call fail. */
    public RpcRequest since(SpdkVersion version, String name, @Nullable Object value) {
        if (value != null) {
            since.add(new Since(name, version));
            with(name, value);
        }
        return this;
    }

    /** Adds a parameter whose value is written in hexadecimal and wiped here once it is sent; the caller wipes its own. */
    public RpcRequest secret(String name, byte[] value) {
        byte[] digits = new byte[2 * value.length];
        for (int i = 0; i < value.length; i++) {
            digits[2 * i] = (byte) Character.forDigit(value[i] >> 4 & 0xf, 16);
            digits[2 * i + 1] = (byte) Character.forDigit(value[i] & 0xf, 16);
        }
        secrets.add(new Secret(name, digits));
        return this;
    }

    /** Gives this call another time than the client's. */
    public RpcRequest within(Duration limit) {
        timeout = limit;
        return this;
    }

    public String method() {
        return method;
    }

    @Nullable
    Duration timeout() {
        return timeout;
    }

    void requireKnown(SpdkTarget target) {
        for (Since parameter : since) {
            if (!target.version().isAtLeast(parameter.version)) {
                wipe();
                throw new UnsupportedException(
                        method + " of " + target.version() + " has no parameter " + parameter.name
                                + ", which came with " + parameter.version,
                        "leave it out, or run a later SPDK");
            }
        }
    }

    /** The bytes to send; whoever takes them wipes them if {@link #isSecret}. */
    byte[] encode(long id) {
        ObjectNode message =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
        if (parameters.isEmpty() && secrets.isEmpty()) {
            return bytes(message);
        }
        message.set("params", parameters);
        byte[] open = bytes(message);
        return secrets.isEmpty() ? open : withSecrets(open);
    }

    private static byte[] bytes(ObjectNode message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("parameters cannot be written as JSON", e);
        }
    }

    /** Secrets go straight into the bytes that are sent, because text on the heap cannot be wiped. */
    private byte[] withSecrets(byte[] open) {
        int end = open.length - 2;
        byte[] all = Arrays.copyOf(
                open,
                open.length
                        + secrets.stream()
                                .mapToInt(secret -> secret.name.length() + secret.hexDigits.length + 6)
                                .sum());
        boolean first = parameters.isEmpty();
        for (Secret secret : secrets) {
            end = append(all, end, (first ? "\"" : ",\"") + secret.name + "\":\"");
            System.arraycopy(secret.hexDigits, 0, all, end, secret.hexDigits.length);
            end = append(all, end + secret.hexDigits.length, "\"");
            first = false;
        }
        end = append(all, end, "}}");
        wipe();
        if (end == all.length) {
            return all;
        }
        byte[] exact = Arrays.copyOf(all, end);
        Arrays.fill(all, (byte) 0);
        return exact;
    }

    private static int append(byte[] target, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, target, at, bytes.length);
        return at + bytes.length;
    }

    boolean isSecret() {
        return !secrets.isEmpty();
    }

    void wipe() {
        secrets.forEach(secret -> Arrays.fill(secret.hexDigits, (byte) 0));
    }

    /** The method and the names of its parameters; no values, for some of them are secret. */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        for (Iterator<String> all = parameters.fieldNames(); all.hasNext(); ) {
            names.add(all.next());
        }
        secrets.forEach(secret -> names.add(secret.name));
        return method + "(" + String.join(", ", names) + ")";
    }
}
