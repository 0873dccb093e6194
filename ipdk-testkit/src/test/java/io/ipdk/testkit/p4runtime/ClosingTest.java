package io.ipdk.testkit.p4runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.session.ElectionId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.p4.v1.P4RuntimeGrpc;
import org.p4.v1.PacketOut;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;

/** How a client takes its leave. */
class ClosingTest {
    private static final int PACKETS = 500;

    private static PacketOut packet(int number) {
        return PacketOut.newBuilder()
                .setPayload(ByteString.copyFromUtf8("packet " + number))
                .build();
    }

    @Test
    void packetsThatWereSentBeforeStillGoOut() {
        try (ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.tcp()) {
            try (P4RuntimeClient client = P4RuntimeClient.connect(server.target(), c -> c.electionId(1))) {
                for (int i = 0; i < PACKETS; i++) {
                    client.packets().send(packet(i));
                }
            }
            assertThat(server.stream().received().stream().filter(StreamMessageRequest::hasPacket))
                    .hasSize(PACKETS)
                    .last()
                    .extracting(StreamMessageRequest::getPacket)
                    .isEqualTo(packet(PACKETS - 1));
            await().until(() -> server.stream().isEnded());
        }
    }

    @Test
    void aTargetThatDoesNotEndTheStreamIsLeftAllTheSame() throws Exception {
        CountDownLatch finished = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Server server = InProcessServerBuilder.forName("deaf")
                .addService(new Deaf(finished, cancelled))
                .build()
                .start();
        ManagedChannel channel = InProcessChannelBuilder.forName("deaf").build();
        try {
            P4RuntimeClient.connect(
                            "inprocess:deaf",
                            c -> c.electionId(1).ownChannel(channel).answerWithin(Duration.ofSeconds(1)))
                    .close();

            finished.await();
            cancelled.await();
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    @Test
    void mayBeTakenWhereTheSessionItselfRuns() {
        try (ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.inProcess()) {
            P4RuntimeClient client = P4RuntimeClient.connect(server.target(), c -> c.electionId(1));
            CompletableFuture<Void> closed =
                    client.session().electAsync(ElectionId.of(2)).thenRun(client::close);

            closed.join();

            await().until(() -> server.stream().isEnded());
        }
    }

    /** Says yes to an arbitration and never ends a stream. */
    private static final class Deaf extends P4RuntimeGrpc.P4RuntimeImplBase {
        private final CountDownLatch finished;
        private final CountDownLatch cancelled;

        Deaf(CountDownLatch finished, CountDownLatch cancelled) {
            this.finished = finished;
            this.cancelled = cancelled;
        }

        @Override
        public StreamObserver<StreamMessageRequest> streamChannel(StreamObserver<StreamMessageResponse> response) {
            ((ServerCallStreamObserver<StreamMessageResponse>) response).setOnCancelHandler(cancelled::countDown);
            return new StreamObserver<>() {
                @Override
                public void onNext(StreamMessageRequest message) {
                    response.onNext(StreamMessageResponse.newBuilder()
                            .setArbitration(message.getArbitration())
                            .build());
                }

                @Override
                public void onError(Throwable failure) {
                    // The handler of cancellations is told too.
                }

                @Override
                public void onCompleted() {
                    finished.countDown();
                }
            };
        }
    }
}
