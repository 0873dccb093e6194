package io.ipdk.p4target.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.ipdk.error.HostException;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.device.P4Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p4.v1.CapabilitiesRequest;
import org.p4.v1.MasterArbitrationUpdate;
import org.p4.v1.P4RuntimeGrpc;
import org.p4.v1.PacketOut;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;
import org.p4.v1.Uint128;
import org.p4.v1.WriteRequest;

class P4RuntimeServerTest {
    private static final Path TLS = Path.of("src/test/resources/tls");
    private static final String NAME = "p4runtime-server-test";

    private final P4Device device =
            new P4Device(PipelineOptions.defaults(), TargetClock.system(), (port, bytes, offset, length) -> {});
    private final List<ManagedChannel> channels = new ArrayList<>();
    private @Nullable P4RuntimeServer server;

    @AfterEach
    void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        if (server != null) {
            server.close();
        }
    }

    @Test
    void servesTcpAndChannelsOfTheSameJvmAtOnce() {
        P4RuntimeServer both = start(spec().port(0).inProcess(NAME));

        assertThat(both.port()).isPositive();
        assertThat(both.address()).isEqualTo("127.0.0.1:" + both.port());
        assertThat(version(plain(both))).isEqualTo("1.5.0");
        assertThat(version(inProcess())).isEqualTo("1.5.0");
    }

    @Test
    void refusesATakenPort() {
        P4RuntimeServer first = start(spec().port(0));

        assertThatThrownBy(() -> P4RuntimeServer.start(spec().port(first.port()).build()))
                .isInstanceOf(HostException.class)
                .hasMessageContaining(":" + first.port());
    }

    @Test
    void refusesSpecsThatServeNothingOrNowhere() {
        assertThatThrownBy(() -> P4RuntimeServerSpec.builder().port(0).build())
                .isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> spec().build()).isInstanceOf(InvalidSpecException.class);
        assertThatThrownBy(() -> spec().device(0, device).port(0).build()).isInstanceOf(InvalidSpecException.class);
        assertThat(spec().device(0, device).port(0).bmv2Habits(true).build()).isNotNull();
    }

    @Test
    void speaksTls() throws IOException {
        P4RuntimeServer secured =
                start(spec().port(0).tls(TlsFiles.server(TLS.resolve("server.pem"), TLS.resolve("server.key"))));

        assertThat(version(secure(secured, false))).isEqualTo("1.5.0");
        assertThatThrownBy(() -> version(plain(secured))).isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void asksClientsForCertificates() throws IOException {
        P4RuntimeServer secured = start(spec().port(0)
                .tls(TlsFiles.mutual(TLS.resolve("server.pem"), TLS.resolve("server.key"), TLS.resolve("ca.pem"))));

        assertThat(version(secure(secured, true))).isEqualTo("1.5.0");
        assertThatThrownBy(() -> version(secure(secured, false))).isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void refusesCertificatesThatCannotBeRead() {
        assertThatThrownBy(() -> P4RuntimeServer.start(spec().port(0)
                        .tls(TlsFiles.server(TLS.resolve("server.key"), TLS.resolve("missing.key")))
                        .build()))
                .isInstanceOf(InvalidSpecException.class);
    }

    @Test
    void refusesRequestsOverItsLimit() {
        P4RuntimeServer small = start(spec().port(0).maxMessageBytes(10_000));
        WriteRequest request = WriteRequest.newBuilder()
                .setDeviceId(1)
                .setRole("x".repeat(20_000))
                .build();

        assertThatThrownBy(() -> P4RuntimeGrpc.newBlockingStub(plain(small)).write(request))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode())
                                .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED, Status.Code.UNAVAILABLE));
        assertThat(version(plain(small))).isEqualTo("1.5.0");
    }

    @Test
    void takesThousandsOfStreamsAndNoMoreThanItSays() {
        int most = 2_000;
        P4RuntimeServer many = start(spec().inProcess(NAME).streams(most).streamsPerRole(most));
        ManagedChannel channel = inProcess();
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            streams.add(new Stream(channel).arbitrate(1, i));
        }
        streams.forEach(stream -> assertThat(stream.next().hasArbitration()).isTrue());
        assertThat(many.counters().openStreams()).isEqualTo(most);

        assertThat(new Stream(channel).end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        streams.get(0).requests().onCompleted();
        Awaitility.await().until(() -> many.counters().openStreams() == most - 1);
    }

    @Test
    void dropsAndCountsNoticesForAControllerThatDoesNotRead() {
        int queue = 10;
        P4RuntimeServer bounded = start(spec().inProcess(NAME).queuedMessages(queue));
        Stream deaf = new Stream(inProcess(), false).arbitrate(1, 1);
        PacketOut unwanted = PacketOut.newBuilder()
                .setPayload(ByteString.copyFrom(new byte[100_000]))
                .build();
        int sent = 100;
        for (int i = 0; i < sent; i++) {
            deaf.requests()
                    .onNext(StreamMessageRequest.newBuilder()
                            .setPacket(unwanted)
                            .build());
        }

        Awaitility.await().until(() -> bounded.counters().refusedPacketOuts() == sent);
        assertThat(bounded.counters().droppedNotices()).isBetween(1L, (long) sent - queue);
        assertThat(version(inProcess())).isEqualTo("1.5.0");
    }

    @Test
    void endsStreamsWithUnavailableWhenItCloses() {
        P4RuntimeServer closing = start(spec().port(0));
        Stream stream = new Stream(plain(closing)).arbitrate(1, 1);
        stream.next();

        closing.close();
        closing.close();

        assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(closing.counters().openStreams()).isZero();
    }

    @Test
    void keepsServingAfterGarbage() throws IOException {
        P4RuntimeServer robust = start(spec().port(0));
        try (java.net.Socket socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), robust.port())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[10_000]);
            socket.getOutputStream().flush();
        } catch (java.net.SocketException e) {
            assertThat(e).as("the server may hang up early").isNotNull();
        }
        Stream stream = new Stream(plain(robust));
        stream.requests().onNext(StreamMessageRequest.getDefaultInstance());

        assertThat(stream.next().hasError()).isTrue();
        assertThat(version(plain(robust))).isEqualTo("1.5.0");
    }

    private P4RuntimeServerSpec.Builder spec() {
        return P4RuntimeServerSpec.builder().device(1, device);
    }

    private P4RuntimeServer start(P4RuntimeServerSpec.Builder spec) {
        P4RuntimeServer started = P4RuntimeServer.start(spec.build());
        server = started;
        return started;
    }

    private static String version(ManagedChannel channel) {
        return P4RuntimeGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .capabilities(CapabilitiesRequest.getDefaultInstance())
                .getP4RuntimeApiVersion();
    }

    private ManagedChannel plain(P4RuntimeServer to) {
        return keep(ManagedChannelBuilder.forTarget(to.address()).usePlaintext().build());
    }

    private ManagedChannel inProcess() {
        return keep(InProcessChannelBuilder.forName(NAME).build());
    }

    private ManagedChannel secure(P4RuntimeServer to, boolean certificate) throws IOException {
        SslContextBuilder context =
                GrpcSslContexts.forClient().trustManager(TLS.resolve("ca.pem").toFile());
        if (certificate) {
            context.keyManager(
                    TLS.resolve("client.pem").toFile(),
                    TLS.resolve("client.key").toFile());
        }
        return keep(NettyChannelBuilder.forTarget(to.address())
                .sslContext(context.build())
                .build());
    }

    private ManagedChannel keep(ManagedChannel channel) {
        channels.add(channel);
        return channel;
    }

    /** A controller's stream, which may refuse to read. */
    private static final class Stream implements ClientResponseObserver<StreamMessageRequest, StreamMessageResponse> {
        private final boolean reads;
        private final LinkedBlockingQueue<StreamMessageResponse> received = new LinkedBlockingQueue<>();
        private final CompletableFuture<Status> end = new CompletableFuture<>();
        private final io.grpc.stub.StreamObserver<StreamMessageRequest> requests;

        private Stream(ManagedChannel channel) {
            this(channel, true);
        }

        private Stream(ManagedChannel channel, boolean reads) {
            this.reads = reads;
            requests = P4RuntimeGrpc.newStub(channel).streamChannel(this);
        }

        private Stream arbitrate(long deviceId, long electionId) {
            requests.onNext(StreamMessageRequest.newBuilder()
                    .setArbitration(MasterArbitrationUpdate.newBuilder()
                            .setDeviceId(deviceId)
                            .setElectionId(Uint128.newBuilder().setLow(electionId)))
                    .build());
            return this;
        }

        private io.grpc.stub.StreamObserver<StreamMessageRequest> requests() {
            return requests;
        }

        private StreamMessageResponse next() {
            try {
                StreamMessageResponse message = received.poll(20, TimeUnit.SECONDS);
                assertThat(message).isNotNull();
                return java.util.Objects.requireNonNull(message);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private Status end() {
            return end.orTimeout(20, TimeUnit.SECONDS).join();
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<StreamMessageRequest> stream) {
            if (!reads) {
                stream.disableAutoRequestWithInitial(0);
            }
        }

        @Override
        public void onNext(StreamMessageResponse message) {
            received.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(Status.fromThrowable(failure));
        }

        @Override
        public void onCompleted() {
            end.complete(Status.OK);
        }
    }
}
