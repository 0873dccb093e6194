package io.ipdk.benchmarks.p4;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.p4runtime.P4RuntimeClient;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.p4.v1.P4RuntimeGrpc;
import org.p4.v1.PacketIn;
import org.p4.v1.PacketMetadata;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;

/**
 * Packet-ins of 128 bytes over loopback TCP to a handler. Ours hands over packets with named metadata from a thread of its own;
 * the peer is gRPC's own stub, which hands over messages on the connection's thread: the shortest way there is. The target keeps
 * at most 4,096 packets on their way, so that nobody drops any.
 */
public final class PacketIns implements SideBySide {
    private static final int PAYLOAD = 128;
    private static final int WINDOW = 4_096;
    private static final long PAUSE_NANOS = 20_000;
    private static final double FLOOR = 0.8;
    private static final double GOAL = 0.9;

    @Override
    public String name() {
        return "p4.packetin";
    }

    @Override
    public List<BenchResult> run() throws Exception {
        AtomicLong ours = new AtomicLong();
        AtomicLong peers = new AtomicLong();
        try (AckingServer server = AckingServer.start();
                P4RuntimeClient client = P4RuntimeClient.connect(server.target(), c -> c.electionId(1))) {
            client.pipeline().use(BenchProgram.INFO);
            client.packets().onPacket(packet -> ours.addAndGet(packet.metadata().size() / 2));
            Rounds.Load toClient = load(server.nextStream(), ours);
            ManagedChannel channel = Grpc.newChannelBuilder(server.target(), InsecureChannelCredentials.create())
                    .build();
            try {
                StreamObserver<StreamMessageRequest> stream = P4RuntimeGrpc.newStub(channel)
                        .withExecutor(Runnable::run)
                        .streamChannel(new Counter(peers));
                stream.onNext(StreamMessageRequest.getDefaultInstance());
                Rounds.Medians medians = Rounds.alternate(toClient, load(server.nextStream(), peers));
                if (client.packets().dropped() > 0) {
                    throw new IllegalStateException(client.packets().dropped() + " packets were dropped");
                }
                return List.of(BenchResult.beside(
                        name(),
                        medians.ours() / 1_000,
                        "k packets/s",
                        "raw gRPC stub",
                        OptionalDouble.of(medians.peers() / 1_000),
                        FLOOR,
                        GOAL));
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static Rounds.Load load(ServerCallStreamObserver<StreamMessageResponse> stream, AtomicLong handled) {
        StreamMessageResponse packet = StreamMessageResponse.newBuilder()
                .setPacket(PacketIn.newBuilder()
                        .setPayload(ByteString.copyFrom(new byte[PAYLOAD]))
                        .addMetadata(metadata(1, 300))
                        .addMetadata(metadata(2, 5)))
                .build();
        return nanos -> {
            long before = handled.get();
            long begin = System.nanoTime();
            long sent = before;
            while (System.nanoTime() - begin < nanos) {
                if (sent - handled.get() < WINDOW && stream.isReady()) {
                    stream.onNext(packet);
                    sent++;
                } else {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            while (handled.get() < sent) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return (sent - before) * 1e9 / (System.nanoTime() - begin);
        };
    }

    private static PacketMetadata metadata(int id, int value) {
        byte[] bytes = value > 255 ? new byte[] {(byte) (value >> 8), (byte) value} : new byte[] {(byte) value};
        return PacketMetadata.newBuilder()
                .setMetadataId(id)
                .setValue(ByteString.copyFrom(bytes))
                .build();
    }

    private record Counter(AtomicLong handled) implements StreamObserver<StreamMessageResponse> {
        @Override
        public void onNext(StreamMessageResponse message) {
            if (message.hasPacket()) {
                handled.addAndGet(message.getPacket().getMetadataCount() / 2);
            }
        }

        @Override
        public void onError(Throwable failure) {
            // The stream ends with its channel.
        }

        @Override
        public void onCompleted() {
            // The stream ends with its channel.
        }
    }
}
