package io.ipdk.testkit.spdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Holds the double to what SPDK 26.09-pre answered when it was asked the same, one call after the other. */
@Timeout(30)
class RecordedExchangesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private SpdkDouble spdk;
    private SocketChannel channel;
    private OutputStream out;
    private @Nullable JsonParser answers;

    @BeforeEach
    void start() throws IOException, RpcFault {
        spdk = SpdkDouble.start(directory, SpdkDoubleOptions.recorded());
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(spdk.rpcSocket()));
        out = Channels.newOutputStream(channel);
        for (String image : List.of("aio.img", "base.img")) {
            new Images(directory).resize(directory.resolve(image), image.startsWith("a") ? 64 << 20 : 256 << 20);
        }
        ask("bdev_malloc_create", JSON.readTree("{\"name\":\"m0\",\"num_blocks\":131072,\"block_size\":512}"));
        ask("vhost_create_blk_controller", JSON.readTree("{\"ctrlr\":\"ctl0\",\"dev_name\":\"m0\"}"));
    }

    @AfterEach
    void stop() throws IOException {
        channel.close();
        spdk.close();
    }

    private JsonNode ask(String method, JsonNode parameters) throws IOException {
        ObjectNode request =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        if (parameters.isObject()) {
            request.set("params", parameters);
        }
        return exchange(request.toString());
    }

    private JsonNode exchange(String request) throws IOException {
        out.write(request.getBytes(StandardCharsets.UTF_8));
        out.flush();
        // Not earlier: a parser waits for the first bytes when it is made.
        JsonParser parser = answers == null ? JSON.createParser(Channels.newInputStream(channel)) : answers;
        answers = parser;
        return Objects.requireNonNull(parser.readValueAsTree(), "an answer");
    }

    @Test
    void itAnswersAsSpdkDid() throws IOException {
        int calls = 0;
        try (InputStream recorded =
                Objects.requireNonNull(getClass().getResourceAsStream("recorded-26.09.jsonl"), "the recording")) {
            for (String line : new String(recorded.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode step = JSON.readTree(line.replace("/images/", directory + "/"));
                if (step.has("grow")) {
                    new Images(directory)
                            .resize(
                                    directory.resolve(step.get("grow").asText()),
                                    step.get("mib").asLong() << 20);
                } else {
                    check(line, step, ask(step.get("call").asText(), step.path("params")));
                    calls++;
                }
            }
        } catch (RpcFault full) {
            throw new AssertionError(full);
        }
        assertThat(calls).isGreaterThan(60);
    }

    private static void check(String line, JsonNode step, JsonNode answer) {
        if (step.has("code")) {
            assertThat(answer.path("error"))
                    .as(line)
                    .isEqualTo(JSON.createObjectNode()
                            .put("code", step.get("code").asInt())
                            .put("message", step.get("message").asText()));
        } else if (step.has("result")) {
            assertThat(answer.path("result")).as(line).isEqualTo(step.get("result"));
        } else {
            assertThat(has(shape(answer.path("result")), step.get("shape")))
                    .as("%s: %s has the recorded fields", line, answer)
                    .isTrue();
        }
        if (step.has("events")) {
            assertThat(answer.path("result").findValuesAsText("type"))
                    .as(line)
                    .isEqualTo(JSON.convertValue(step.get("events"), List.class));
        }
        if (step.has("volumes")) {
            ArrayNode volumes = JsonNodeFactory.instance.arrayNode();
            answer.path("result")
                    .forEach(volume -> volumes.addArray()
                            .add(volume.get("name"))
                            .add(volume.get("is_snapshot"))
                            .add(volume.get("is_clone")));
            assertThat(volumes).as(line).isEqualTo(step.get("volumes"));
        }
    }

    private static boolean has(JsonNode shape, JsonNode recorded) {
        if (recorded.isArray()) {
            return shape.isArray() && (recorded.isEmpty() || (!shape.isEmpty() && has(shape.get(0), recorded.get(0))));
        }
        for (Map.Entry<String, JsonNode> field : recorded.properties()) {
            if (!shape.has(field.getKey()) || !has(shape.get(field.getKey()), field.getValue())) {
                return false;
            }
        }
        return recorded.isObject() || shape.equals(recorded);
    }

    private static JsonNode shape(JsonNode value) {
        if (value.isObject()) {
            ObjectNode shape = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(field -> shape.set(field.getKey(), shape(field.getValue())));
            return shape;
        }
        if (value.isArray()) {
            ArrayNode shape = JsonNodeFactory.instance.arrayNode();
            return value.isEmpty() ? shape : shape.add(shape(value.get(0)));
        }
        return TextNode.valueOf(
                value.isTextual() ? "text" : value.isBoolean() ? "boolean" : value.isNull() ? "null" : "number");
    }

    @Test
    void aNumberOfCallsMayComeAtOnceAndNonsenseIsAnsweredOneByOne() throws IOException {
        assertThat(exchange("{\"jsonrpc\":\"2.0\",\"method\":\"bdev_get_bdevs\",\"id\":\"a\"}")
                        .get("id")
                        .asText())
                .isEqualTo("a");
        assertThat(exchange("[1,2]"))
                .hasToString(
                        "[{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Invalid request\"}},"
                                + "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"Invalid request\"}}]");
        assertThat(Files.exists(spdk.rpcSocket())).isTrue();
    }
}
