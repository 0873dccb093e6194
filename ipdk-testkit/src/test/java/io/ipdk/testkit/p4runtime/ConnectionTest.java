package io.ipdk.testkit.p4runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.TlsServerCredentials;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.P4RuntimeSpec;
import io.ipdk.p4runtime.channel.TlsSpec;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.error.TlsException;
import io.ipdk.p4runtime.metric.MicrometerMetrics;
import io.ipdk.p4runtime.write.Change;
import io.ipdk.p4runtime.write.WriteOptions;
import io.ipdk.p4runtime.write.WriteResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p4.v1.Entity;

class ConnectionTest {
    private static final String NAME = "foo.test.google.fr";

    @TempDir
    Path directory;

    /** A certificate or key of gRPC's own tests, as a file. */
    private Path certificate(String name) {
        Path file = directory.resolve(name);
        try (InputStream in = Objects.requireNonNull(
                ServerCredentials.class.getClassLoader().getResourceAsStream("certs/" + name), name)) {
            if (!Files.exists(file)) {
                Files.copy(in, file);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ScriptedP4RuntimeServer secureServer(TlsServerCredentials.ClientAuth clientAuth) throws IOException {
        return ScriptedP4RuntimeServer.tcp(TlsServerCredentials.newBuilder()
                .keyManager(
                        certificate("server1.pem").toFile(),
                        certificate("server1.key").toFile())
                .trustManager(certificate("ca.pem").toFile())
                .clientAuth(clientAuth)
                .build());
    }

    private static P4RuntimeClient connect(ScriptedP4RuntimeServer server, Consumer<P4RuntimeSpec.Builder> steps) {
        return P4RuntimeClient.connect(server.target(), c -> {
            c.electionId(1);
            steps.accept(c);
        });
    }

    @Test
    void tcpWorks() {
        try (ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.tcp();
                P4RuntimeClient client = connect(server, c -> {})) {
            client.pipeline().verifyAndCommit(Programs.switching());
            client.insert(Programs.stations(2_500));
            assertThat(client.read(TableEntry.all("dmac"))).hasSize(2_500);
        }
    }

    @Test
    void tlsWorks() throws IOException {
        try (ScriptedP4RuntimeServer server = secureServer(TlsServerCredentials.ClientAuth.NONE);
                P4RuntimeClient client = connect(
                        server,
                        c -> c.tls(TlsSpec.trusting(certificate("ca.pem")).serverName(NAME)))) {
            assertThat(client.session().info().isReady()).isTrue();
        }
    }

    @Test
    void mutualTlsWorks() throws IOException {
        try (ScriptedP4RuntimeServer server = secureServer(TlsServerCredentials.ClientAuth.REQUIRE);
                P4RuntimeClient client = connect(
                        server,
                        c -> c.tls(TlsSpec.trusting(certificate("ca.pem"))
                                .serverName(NAME)
                                .identity(certificate("client.pem"), certificate("client.key"))))) {
            assertThat(client.session().info().isReady()).isTrue();
        }
    }

    @Test
    void aCertificateThatNobodyTrustsIsSaidSoAtOnce() throws IOException {
        try (ScriptedP4RuntimeServer server = secureServer(TlsServerCredentials.ClientAuth.NONE)) {
            assertThatThrownBy(() -> connect(
                            server,
                            c -> c.connectWithin(Duration.ofMinutes(10))
                                    .tls(TlsSpec.system().serverName(NAME))))
                    .isInstanceOf(TlsException.class)
                    .hasMessageContaining("trusted certificates")
                    .satisfies(e ->
                            assertThat(((P4RuntimeException) e).retryable()).isFalse());
        }
    }

    @Test
    void aCertificateForAnotherNameIsSaidSoAtOnce() throws IOException {
        try (ScriptedP4RuntimeServer server = secureServer(TlsServerCredentials.ClientAuth.NONE)) {
            assertThatThrownBy(() -> connect(
                            server,
                            c -> c.connectWithin(Duration.ofMinutes(10))
                                    .tls(TlsSpec.trusting(certificate("ca.pem")).serverName("elsewhere.example"))))
                    .isInstanceOf(TlsException.class)
                    .hasMessageContaining("elsewhere.example");
        }
    }

    @Test
    void aTargetThatWantsAClientCertificateGetsNoneAndSaysSo() throws IOException {
        try (ScriptedP4RuntimeServer server = secureServer(TlsServerCredentials.ClientAuth.REQUIRE)) {
            assertThatThrownBy(() -> connect(
                            server,
                            c -> c.connectWithin(Duration.ofMillis(500))
                                    .tls(TlsSpec.trusting(certificate("ca.pem")).serverName(NAME))))
                    .isInstanceOf(P4RuntimeException.class);
        }
    }

    @Test
    void plainTextToASecureTargetIsATypedError() throws IOException {
        try (ScriptedP4RuntimeServer server = secureServer(TlsServerCredentials.ClientAuth.NONE)) {
            assertThatThrownBy(() -> connect(server, c -> c.connectWithin(Duration.ofMillis(200))))
                    .isInstanceOf(P4RuntimeException.class)
                    .satisfies(e -> assertThat(((P4RuntimeException) e).code()).isEqualTo(StatusCode.UNAVAILABLE));
        }
    }

    @Test
    void tlsToAPlainTargetIsSaidSo() {
        try (ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.tcp()) {
            assertThatThrownBy(() -> connect(
                            server, c -> c.connectWithin(Duration.ofMillis(200)).tls(TlsSpec.system())))
                    .isInstanceOf(P4RuntimeException.class);
        }
    }

    @Test
    void aFileThatIsNoCertificateIsNamed() throws IOException {
        Path nonsense = Files.writeString(directory.resolve("nonsense.pem"), "nothing");
        assertThatThrownBy(() -> P4RuntimeClient.connect(
                        "127.0.0.1:1", c -> c.tls(TlsSpec.system().identity(nonsense, nonsense))))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("nonsense.pem");
        assertThatThrownBy(() -> P4RuntimeClient.connect(
                        "127.0.0.1:1", c -> c.tls(TlsSpec.trusting(directory.resolve("absent.pem")))))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("absent.pem");
    }

    @Test
    void nobodyThereIsSaidSoWithTheReason() {
        ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.tcp();
        server.close();

        assertThatThrownBy(() -> connect(server, c -> c.connectWithin(Duration.ofMillis(200))))
                .isInstanceOf(P4RuntimeException.class)
                .hasMessageContaining("refused")
                .hasMessageContaining("listens there");
    }

    @Test
    void aTargetThatStartsAMomentLaterIsWaitedFor() {
        ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.tcp();
        server.stop();
        var connecting = P4RuntimeClient.connectAsync(
                P4RuntimeSpec.of(server.target(), c -> c.electionId(1).connectWithin(Duration.ofMinutes(1))));
        server.start();

        try (server;
                P4RuntimeClient client = connecting.join()) {
            assertThat(client.session().info().isReady()).isTrue();
        }
    }

    @Test
    void wrongSpecsNameTheFieldAndTheRange() {
        assertThatThrownBy(() -> P4RuntimeSpec.of("", c -> {}))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("target");
        assertThatThrownBy(() -> P4RuntimeSpec.of("x:1", c -> c.deviceId(0)))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("deviceId is 0, allowed: 1 to");
        assertThatThrownBy(() -> P4RuntimeSpec.of("x:1", c -> c.writes(w -> w.inFlight(0))))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("inFlight");
        assertThatThrownBy(() -> P4RuntimeSpec.of("x:1", c -> c.deadline(Duration.ZERO)))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("deadline");
    }

    @Test
    void aTokenIsAskedForAndSentWithEachCall() {
        List<String> seen = new CopyOnWriteArrayList<>();
        ServerInterceptor looking = new ServerInterceptor() {
            @Override
            public <Q, R> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
                seen.add(call.getMethodDescriptor().getBareMethodName() + " "
                        + headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)));
                return next.startCall(call, headers);
            }
        };
        try (ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.tcp(looking);
                P4RuntimeClient client = connect(server, c -> c.bearerToken(() -> "secret-" + seen.size()))) {
            client.pipeline().verifyAndCommit(Programs.switching());

            assertThat(seen)
                    .containsExactly(
                            "StreamChannel Bearer secret-0",
                            "Capabilities Bearer secret-1",
                            "SetForwardingPipelineConfig Bearer secret-2");
        }
    }

    @Test
    void aTokenIsInNoText() {
        P4RuntimeSpec spec = P4RuntimeSpec.of("x:1", c -> c.bearerToken(() -> "hush-hush"));

        assertThat(spec.toString()).doesNotContain("hush");
    }

    @Test
    void interceptorsSeeEveryCall() {
        List<String> seen = new CopyOnWriteArrayList<>();
        ClientInterceptor looking = new ClientInterceptor() {
            @Override
            public <Q, R> ClientCall<Q, R> interceptCall(
                    MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
                seen.add(String.valueOf(method.getBareMethodName()));
                return next.newCall(method, options);
            }
        };
        try (ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.inProcess();
                P4RuntimeClient client = connect(server, c -> c.intercept(looking))) {
            assertThat(client.capabilities().reported()).isEqualTo("1.5.0");
            assertThat(seen).containsExactly("StreamChannel", "Capabilities");
        }
    }

    @Test
    void errorsOfALargeBatchFitThroughTheRaisedLimit() {
        try (ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.tcp();
                P4RuntimeClient client = connect(server, c -> {})) {
            client.pipeline().verifyAndCommit(Programs.switching());
            client.write(Programs.inserts(1_000));

            WriteResult<Change> result = client.tryWrite(Programs.inserts(1_000), WriteOptions.defaults());

            assertThat(result.failures())
                    .hasSize(1_000)
                    .allSatisfy(failure -> assertThat(failure.code()).isEqualTo(StatusCode.ALREADY_EXISTS));
        }
    }

    @Test
    void aMessageBeyondTheLimitIsATypedErrorAndLeavesTheClientUsable() {
        try (ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.tcp();
                P4RuntimeClient client = connect(server, c -> c.channel(channel -> channel.maxMessageBytes(100_000)))) {
            client.pipeline().verifyAndCommit(Programs.switching());
            client.insert(Programs.station(1));
            Entity large = server.entities().get(0).toBuilder().build();
            server.put(large.toBuilder()
                    .setTableEntry(
                            large.getTableEntry().toBuilder().setMetadata(ByteString.copyFrom(new byte[200_000])))
                    .build());

            assertThatThrownBy(() -> client.read(TableEntry.all("dmac")).toList())
                    .isInstanceOf(P4RuntimeException.class)
                    .hasMessageContaining("RESOURCE_EXHAUSTED");
            client.delete(Programs.station(1));
            assertThat(client.read(TableEntry.all("dmac"))).isEmpty();
        }
    }

    @Test
    void aMessageBeyondTheTargetsLimitIsATypedErrorAndLeavesTheClientUsable() {
        try (ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.tcp();
                P4RuntimeClient client = connect(server, c -> {})) {
            client.pipeline().verifyAndCommit(Programs.switching());

            WriteResult<Change> result = client.tryWrite(
                    List.of(Change.insert(Programs.station(1).metadata(ByteString.copyFrom(new byte[5 << 20])))),
                    WriteOptions.defaults());

            assertThat(result.allApplied()).isFalse();
            client.insert(Programs.station(2));
        }
    }

    @Test
    void whatIsDoneIsCounted() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.inProcess();
                P4RuntimeClient client =
                        connect(server, c -> c.metrics(new MicrometerMetrics(registry, "device", "leaf-1")))) {
            client.pipeline().verifyAndCommit(Programs.switching());
            client.insert(Programs.stations(3));
            client.tryWrite(Programs.inserts(4), WriteOptions.defaults());
            client.read(TableEntry.all("dmac")).toList();

            assertThat(registry.get("p4runtime.updates")
                            .tag("outcome", "applied")
                            .counter()
                            .count())
                    .isEqualTo(4);
            assertThat(registry.get("p4runtime.updates")
                            .tag("outcome", "failed")
                            .counter()
                            .count())
                    .isEqualTo(3);
            assertThat(registry.get("p4runtime.entities.read").counter().count())
                    .isEqualTo(4);
            assertThat(registry.get("p4runtime.rpc")
                            .tag("rpc", "Write")
                            .tag("code", "OK")
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
    }
}
