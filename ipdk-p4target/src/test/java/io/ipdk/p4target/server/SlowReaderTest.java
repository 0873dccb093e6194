package io.ipdk.p4target.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.ipdk.p4target.CorpusProgram;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.device.P4Device;
import io.ipdk.p4target.device.PacketWorker;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p4.v1.ForwardingPipelineConfig;
import org.p4.v1.P4RuntimeGrpc;
import org.p4.v1.SetForwardingPipelineConfigRequest;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;
import org.p4.v1.Uint128;
import org.p4.v1.WriteRequest;

/** A primary that stops reading costs the traffic nothing: what it does not take is dropped and counted. */
class SlowReaderTest {
    private static final String NAME = "slow-reader-test";
    private static final int QUEUE = 64;
    private static final int PACKETS = 5_000;
    private static final byte[] FRAME = HexFormat.of()
            .parseHex("02000000000b02000000000a0800000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                    + "202122232425262728292a2b2c2d");

    private final P4Device device =
            new P4Device(PipelineOptions.defaults(), TargetClock.system(), (port, bytes, offset, length) -> {});
    private final P4RuntimeServer server = P4RuntimeServer.start(P4RuntimeServerSpec.builder()
            .device(1, device)
            .inProcess(NAME)
            .queuedMessages(QUEUE)
            .build());
    private final ManagedChannel channel = InProcessChannelBuilder.forName(NAME).build();

    @AfterEach
    void close() {
        channel.shutdownNow();
        server.close();
    }

    @Test
    void packetInsAreDroppedAndCounted() throws Exception {
        Deaf primary = become("edge_gateway");
        byte[] punted = HexFormat.of()
                .parseHex("02ee0000000102aa0000000108004500002300010000401166b90a010005"
                        + "0a02000903e807d0000f22d87061796c6f6164");
        PacketWorker worker = device.newWorker((port, bytes, offset, length) -> {});
        for (int i = 0; i < PACKETS; i++) {
            assertThat(worker.process(1, punted, 0, punted.length)).isTrue();
        }

        long dropped = server.counters().droppedNotices();
        assertThat(dropped).isBetween((long) PACKETS - 10 * QUEUE, (long) PACKETS - 1);
        primary.readAll();
        await().untilAsserted(() -> assertThat(
                        primary.messages.get() + server.counters().droppedNotices())
                .isEqualTo(PACKETS));
    }

    @Test
    void digestsAreDroppedAndCountedAndTrafficGoesOn() throws Exception {
        Deaf primary = become("l2_switch");
        write("type: INSERT entity { digest_entry { digest_id: 395454299 config { max_list_size: 1 } } }");
        write("type: INSERT entity { table_entry { table_id: 34761143 match { field_id: 1 exact { value: \"\\001\" } }"
                + " action { action { action_id: 17556812 params { param_id: 1 value: \"\\001\" } } } } }");
        write("type: INSERT entity { packet_replication_engine_entry { multicast_group_entry { multicast_group_id: 1"
                + " replicas { egress_port: 2 instance: 1 } } } }");
        AtomicLong flooded = new AtomicLong();
        PacketWorker worker = device.newWorker((port, bytes, offset, length) -> flooded.incrementAndGet());
        for (int i = 0; i < PACKETS; i++) {
            byte[] frame = FRAME.clone();
            // Another sender each time, so that each has something to tell.
            frame[9] = (byte) (i >> 8);
            frame[10] = (byte) i;
            worker.process(1, frame, 0, frame.length);
        }

        assertThat(flooded).hasValue(PACKETS);
        await().untilAsserted(
                        () -> assertThat(server.counters().droppedNotices()).isPositive());
        primary.readAll();
        await().until(() -> primary.messages.get() > 0);
    }

    private Deaf become(String program) throws InterruptedException {
        Deaf primary = new Deaf();
        P4RuntimeGrpc.newStub(channel).streamChannel(primary);
        primary.arbitrate();
        CorpusProgram corpus = new CorpusProgram(program);
        P4RuntimeGrpc.newBlockingStub(channel)
                .setForwardingPipelineConfig(SetForwardingPipelineConfigRequest.newBuilder()
                        .setDeviceId(1)
                        .setElectionId(Uint128.newBuilder().setLow(1))
                        .setAction(SetForwardingPipelineConfigRequest.Action.VERIFY_AND_COMMIT)
                        .setConfig(ForwardingPipelineConfig.newBuilder()
                                .setP4Info(corpus.p4info())
                                .setP4DeviceConfig(ByteString.copyFrom(corpus.config())))
                        .build());
        return primary;
    }

    private void write(String update) {
        WriteRequest.Builder request = WriteRequest.newBuilder()
                .setDeviceId(1)
                .setElectionId(Uint128.newBuilder().setLow(1));
        try {
            TextFormat.merge(update, request.addUpdatesBuilder());
        } catch (TextFormat.ParseException e) {
            throw new UncheckedIOException(e);
        }
        Objects.requireNonNull(P4RuntimeGrpc.newBlockingStub(channel).write(request.build()));
    }

    /** A primary that takes the answer to its arbitration, and nothing more until it is told to. */
    private static final class Deaf implements ClientResponseObserver<StreamMessageRequest, StreamMessageResponse> {
        private final CountDownLatch primary = new CountDownLatch(1);
        private final AtomicInteger messages = new AtomicInteger();
        private @Nullable ClientCallStreamObserver<StreamMessageRequest> requests;

        @Override
        public void beforeStart(ClientCallStreamObserver<StreamMessageRequest> stream) {
            requests = stream;
            stream.disableAutoRequestWithInitial(1);
        }

        void arbitrate() throws InterruptedException {
            StreamMessageRequest.Builder request = StreamMessageRequest.newBuilder();
            request.getArbitrationBuilder()
                    .setDeviceId(1)
                    .getElectionIdBuilder()
                    .setLow(1);
            Objects.requireNonNull(requests).onNext(request.build());
            primary.await();
        }

        void readAll() {
            Objects.requireNonNull(requests).request(Integer.MAX_VALUE);
        }

        @Override
        public void onNext(StreamMessageResponse message) {
            if (message.hasArbitration()) {
                primary.countDown();
            } else {
                messages.incrementAndGet();
            }
        }

        @Override
        public void onError(Throwable failure) {
            // The channel is shut down at the end of each test.
        }

        @Override
        public void onCompleted() {}
    }
}
