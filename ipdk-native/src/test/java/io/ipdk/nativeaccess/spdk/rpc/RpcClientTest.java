package io.ipdk.nativeaccess.spdk.rpc;

import static io.ipdk.nativeaccess.spdk.rpc.ScriptedPeer.error;
import static io.ipdk.nativeaccess.spdk.rpc.ScriptedPeer.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ipdk.error.CapacityException;
import io.ipdk.error.ClosedException;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.HostException;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.error.IpdkException;
import io.ipdk.error.NotFoundException;
import io.ipdk.error.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
@SuppressWarnings("try") // a peer that is only listened to
class RpcClientTest {
    @TempDir
    Path directory;

    private Path socket() {
        return directory.resolve("spdk.sock");
    }

    private RpcClient client() {
        return RpcClient.of(socket(), SpdkOptions.defaults());
    }

    private static String call(RpcClient client, String method) {
        return client.call(RpcRequest.of(method), RpcResults::text);
    }

    @Test
    void answersInAnotherOrderFindTheirCalls() throws IOException {
        List<JsonNode> held = new ArrayList<>();
        try (ScriptedPeer peer = new ScriptedPeer(socket(), (request, connection) -> {
                    held.add(request);
                    if (held.size() == 3) {
                        for (int i = 2; i >= 0; i--) {
                            connection.send(result(
                                    held.get(i), held.get(i).get("method").toString()));
                        }
                    }
                });
                RpcClient client = client()) {
            CompletableFuture<String> first = client.callAsync(RpcRequest.of("a"), RpcResults::text);
            CompletableFuture<String> second = client.callAsync(RpcRequest.of("b"), RpcResults::text);

            assertThat(call(client, "c")).isEqualTo("c");
            assertThat(first).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("a");
            assertThat(second).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("b");
            assertThat(peer.requests()).hasSize(3);
        }
    }

    @Test
    void twoAnswersInOnePieceAreTwoAnswers() throws IOException {
        List<JsonNode> held = new ArrayList<>();
        try (ScriptedPeer peer = new ScriptedPeer(socket(), (request, connection) -> {
                    held.add(request);
                    if (held.size() == 2) {
                        connection.send(result(held.get(0), "\"x\"") + result(held.get(1), "\"y\""));
                    }
                });
                RpcClient client = client()) {
            CompletableFuture<String> first = client.callAsync(RpcRequest.of("a"), RpcResults::text);

            assertThat(call(client, "b")).isEqualTo("y");
            assertThat(first).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("x");
        }
    }

    @Test
    void anAnswerMayComeByteByByte() throws IOException {
        try (ScriptedPeer peer = new ScriptedPeer(socket(), (request, connection) -> {
                    for (char c : result(request, "\"a } \\\" { b\"").toCharArray()) {
                        connection.send(String.valueOf(c));
                    }
                });
                RpcClient client = client()) {
            assertThat(call(client, "a")).isEqualTo("a } \" { b");
        }
    }

    @Test
    void anAnswerThatBreaksOffFailsTheCallAsRetryable() throws IOException {
        try (ScriptedPeer peer = new ScriptedPeer(socket(), (request, connection) -> {
                    connection.send("{\"jsonrpc\":\"2.0\",");
                    connection.close();
                });
                RpcClient client = client()) {
            assertThatThrownBy(() -> call(client, "bdev_x"))
                    .asInstanceOf(type(HostException.class))
                    .matches(IpdkException::retryable)
                    .extracting(Throwable::getMessage)
                    .asString()
                    .contains("bdev_x", "17 bytes of an answer", "read the state back");
        }
    }

    @Test
    void theNextCallAfterARestartConnectsAnew() throws IOException {
        try (RpcClient client = client()) {
            try (ScriptedPeer peer = new ScriptedPeer(socket(), (request, connection) -> connection.close())) {
                assertThatThrownBy(() -> call(client, "a")).isInstanceOf(HostException.class);
            }
            assertThatThrownBy(() -> call(client, "a"))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("spdk_tgt -r");
            try (ScriptedPeer peer =
                    new ScriptedPeer(socket(), (request, connection) -> connection.send(result(request, "\"back\"")))) {
                peer.ofVersion(24, 1);

                assertThat(call(client, "a")).isEqualTo("back");
                assertThat(client.target().version()).isGreaterThanOrEqualTo(SpdkVersion.of(24, 1));
            }
        }
    }

    @Test
    void aCallThatIsNotAnsweredEndsAtItsDeadlineAndTheNextGoesOn() throws IOException {
        try (ScriptedPeer peer = new ScriptedPeer(socket(), (request, connection) -> {
                    if (request.get("method").asText().equals("b")) {
                        connection.send(result(peer0(request), "\"late\"") + result(request, "\"b\""));
                    }
                });
                RpcClient client = client()) {
            assertThatThrownBy(() -> client.call(RpcRequest.of("a").within(Duration.ofMillis(50)), RpcResults::text))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("a within 50 ms");
            assertThat(call(client, "b")).isEqualTo("b");
        }
    }

    /** The call before this one, which nobody waits for any more. */
    private static JsonNode peer0(JsonNode request) {
        return ((ObjectNode) request.deepCopy()).put("id", request.get("id").asLong() - 1);
    }

    @Test
    void anAnswerThatIsTooLongEndsTheConnection() throws IOException {
        try (ScriptedPeer peer = new ScriptedPeer(
                        socket(),
                        (request, connection) -> connection.send(result(request, "\"" + "x".repeat(5000) + "\"")));
                RpcClient client = RpcClient.of(socket(), SpdkOptions.defaults().withMaxAnswerBytes(2000))) {
            assertThatThrownBy(() -> call(client, "a"))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("longer than 2000 bytes");
        }
    }

    @Test
    void whoDoesNotSpeakJsonRpcIsToldApart() throws IOException {
        for (String noise : List.of("HTTP/1.1 400 Bad Request", "{\"id\":}", "[1]", "{\"id\":null,\"error\":{}}")) {
            try (ScriptedPeer peer = new ScriptedPeer(socket(), (request, connection) -> connection.send(noise));
                    RpcClient client = client()) {
                assertThatThrownBy(() -> call(client, "a")).as(noise).isInstanceOf(IpdkException.class);
            }
        }
    }

    @Test
    void aResultOfAnotherShapeIsNamed() throws IOException {
        try (ScriptedPeer peer =
                        new ScriptedPeer(socket(), (request, connection) -> connection.send(result(request, "[]")));
                RpcClient client = client()) {
            assertThatThrownBy(() -> call(client, "bdev_x"))
                    .isInstanceOf(SpdkException.class)
                    .hasMessageContaining("bdev_x")
                    .hasMessageContaining("another shape");
        }
    }

    @Test
    void errorsFindTheirPlaceInTheTree() throws IOException {
        try (ScriptedPeer peer = new ScriptedPeer(socket(), (request, connection) -> {
                    String[] error = request.get("method").asText().split(":", 2);
                    connection.send(error(request, Integer.parseInt(error[0]), error[1]));
                });
                RpcClient client = client()) {
            assertThatThrownBy(() -> call(client, "-19:No such device"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("error -19 'No such device'")
                    .hasCauseInstanceOf(SpdkException.class);
            assertThatThrownBy(() -> call(client, "-28:No space left on device"))
                    .isInstanceOf(CapacityException.class);
            assertThatThrownBy(() -> call(client, "-32601:Method not found")).isInstanceOf(UnsupportedException.class);
            assertThat(kind(client, "-17:File exists")).isEqualTo(SpdkErrorKind.EXISTS);
            assertThat(kind(client, "-32602:File exists")).isEqualTo(SpdkErrorKind.EXISTS);
            assertThat(kind(client, "-32603:spdk_json_decode_object failed")).isEqualTo(SpdkErrorKind.INVALID);
            assertThat(kind(client, "-32603:Operation not permitted")).isEqualTo(SpdkErrorKind.NOT_PERMITTED);
            assertThat(kind(client, "-32602:Failed to configure rate limit: Resource temporarily unavailable"))
                    .isEqualTo(SpdkErrorKind.TRY_AGAIN)
                    .matches(SpdkErrorKind::retryable);
            assertThat(kind(client, "-1:Method may only be called before framework is initialized"))
                    .isEqualTo(SpdkErrorKind.WRONG_PHASE);
        }
    }

    private static SpdkErrorKind kind(RpcClient client, String method) {
        try {
            return SpdkErrorKind.valueOf(call(client, method));
        } catch (SpdkException e) {
            assertThat(e.method()).isEqualTo(method);
            return e.kind();
        }
    }

    @Test
    void aParameterOfALaterReleaseIsNeverSent() throws IOException {
        try (ScriptedPeer peer = new ScriptedPeer(
                        socket(), (request, connection) -> connection.send(result(request, "\"ok\"")));
                RpcClient client = client()) {
            peer.ofVersion(22, 5);

            assertThatThrownBy(() -> client.call(
                            RpcRequest.of("a").since(SpdkVersion.of(23, 1), "key_name", "k"), RpcResults::text))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("key_name")
                    .hasMessageContaining("23.01");
            client.call(
                    RpcRequest.of("a").since(SpdkVersion.of(22, 5), "old", 1).maybe("none", null), RpcResults::text);
            assertThat(peer.requests()).hasSize(1);
            assertThat(peer.requests().get(0).get("params")).hasToString("{\"old\":1}");
        }
    }

    @Test
    void closingFailsWhatIsUnderWay() throws IOException {
        try (ScriptedPeer peer = new ScriptedPeer(socket(), (request, connection) -> {})) {
            RpcClient client = client();
            CompletableFuture<String> call = client.callAsync(RpcRequest.of("a"), RpcResults::text);
            client.target();
            client.close();
            client.close();

            assertThat(call)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> call(client, "b")).isInstanceOf(ClosedException.class);
        }
    }

    @Test
    void callsUnderWayAreBounded() throws IOException {
        try (ScriptedPeer peer = new ScriptedPeer(socket(), (request, connection) -> {});
                RpcClient client = RpcClient.of(socket(), SpdkOptions.defaults().withMaxUnanswered(2))) {
            client.target();
            CompletableFuture<String> first = client.callAsync(RpcRequest.of("a"), RpcResults::text);
            CompletableFuture<String> second = client.callAsync(RpcRequest.of("b"), RpcResults::text);

            assertThat(List.of(first, second)).noneMatch(CompletableFuture::isDone);
            assertThatThrownBy(() -> call(client, "c"))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("c was not sent: 2 calls wait");
        }
    }

    @Test
    void socketsThatCannotBeSpdksAreRefused() throws IOException {
        assertThatThrownBy(() -> RpcClient.of(Path.of("/" + "x".repeat(120)), SpdkOptions.defaults()))
                .isInstanceOf(InvalidSpecException.class);
        Files.writeString(socket(), "a file");
        try (RpcClient client = client()) {
            assertThatThrownBy(() -> call(client, "a"))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("is no socket");
        }
        assertThatThrownBy(() -> SocketCheck.judge(socket(), 1001, 0xc1c0, 1000))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("belongs to user 1001");
        SocketCheck.judge(socket(), 1000, 0xc1c0, 1000);
        SocketCheck.judge(socket(), 0, 0xc1c0, 1000);
    }

    @Test
    void secretsAreSentAndNotShown() throws IOException {
        byte[] key = {0x01, (byte) 0xab};
        try (ScriptedPeer peer = new ScriptedPeer(
                        socket(), (request, connection) -> connection.send(result(request, "\"ok\"")));
                RpcClient client = client()) {
            RpcRequest request =
                    RpcRequest.of("k").with("name", "n").secret("key", key).secret("key2", key);

            assertThat(request).hasToString("k(name, key, key2)");
            client.call(request, RpcResults::text);
            client.call(RpcRequest.of("k").secret("key", key), RpcResults::text);
            assertThat(peer.requests().get(0).get("params"))
                    .hasToString("{\"name\":\"n\",\"key\":\"01ab\",\"key2\":\"01ab\"}");
            assertThat(peer.requests().get(1).get("params")).hasToString("{\"key\":\"01ab\"}");
            assertThat(new String(request.encode(9), StandardCharsets.US_ASCII))
                    .as("its digits were wiped")
                    .doesNotContain("01ab");
        }
    }
}
