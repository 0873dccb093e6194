package io.ipdk.benchmarks.p4;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.write.Change;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.p4.v1.P4RuntimeGrpc;
import org.p4.v1.Uint128;
import org.p4.v1.WriteRequest;
import org.p4.v1.WriteResponse;

/**
 * Table entries in batches of a thousand over loopback TCP. Ours turns entries with names and values into messages on the way;
 * the peer is gRPC's own stub, and its requests were built before. Both keep 64 Writes on their way.
 */
public final class BatchedWrites implements SideBySide {
    private static final int BATCH = 1_000;
    private static final int BATCHES = 32;
    private static final int IN_FLIGHT = 64;
    private static final double FLOOR = 0.8;
    private static final double GOAL = 0.9;

    @Override
    public String name() {
        return "p4.write.batches";
    }

    @Override
    public List<BenchResult> run() throws Exception {
        try (AckingServer server = AckingServer.start();
                P4RuntimeClient client = P4RuntimeClient.connect(server.target(), c -> c.electionId(1))) {
            client.pipeline().use(BenchProgram.INFO);
            ManagedChannel channel = Grpc.newChannelBuilder(server.target(), InsecureChannelCredentials.create())
                    .build();
            try {
                Rounds.Medians medians = Rounds.alternate(ours(client), stub(P4RuntimeGrpc.newStub(channel)));
                return List.of(BenchResult.beside(
                        name(),
                        medians.ours() / 1_000,
                        "k entries/s",
                        "raw gRPC stub, requests built before",
                        OptionalDouble.of(medians.peers() / 1_000),
                        FLOOR,
                        GOAL));
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static Rounds.Load ours(P4RuntimeClient client) {
        List<List<Change>> batches = IntStream.range(0, BATCHES)
                .mapToObj(batch -> BenchProgram.inserts(batch * BATCH, BATCH))
                .toList();
        return nanos -> {
            InFlight inFlight = new InFlight(IN_FLIGHT);
            long begin = System.nanoTime();
            long sent = 0;
            for (int i = 0; System.nanoTime() - begin < nanos; i++, sent += BATCH) {
                inFlight.begin();
                CompletableFuture<?> unused = client.writeAsync(batches.get(i % BATCHES))
                        .whenComplete((result, failure) -> inFlight.end(failure));
            }
            inFlight.awaitAll();
            return sent * 1e9 / (System.nanoTime() - begin);
        };
    }

    private static Rounds.Load stub(P4RuntimeGrpc.P4RuntimeStub stub) {
        List<WriteRequest> requests = IntStream.range(0, BATCHES)
                .mapToObj(batch -> WriteRequest.newBuilder()
                        .setDeviceId(1)
                        .setElectionId(Uint128.newBuilder().setLow(1))
                        .addAllUpdates(BenchProgram.updates(batch * BATCH, BATCH))
                        .build())
                .toList();
        return nanos -> {
            InFlight inFlight = new InFlight(IN_FLIGHT);
            long begin = System.nanoTime();
            long sent = 0;
            for (int i = 0; System.nanoTime() - begin < nanos; i++, sent += BATCH) {
                inFlight.begin();
                stub.write(requests.get(i % BATCHES), new Answer(inFlight));
            }
            inFlight.awaitAll();
            return sent * 1e9 / (System.nanoTime() - begin);
        };
    }

    private record Answer(InFlight inFlight) implements StreamObserver<WriteResponse> {
        @Override
        public void onNext(WriteResponse response) {
            // The end of the call says it all.
        }

        @Override
        public void onError(Throwable failure) {
            inFlight.end(failure);
        }

        @Override
        public void onCompleted() {
            inFlight.end(null);
        }
    }
}
