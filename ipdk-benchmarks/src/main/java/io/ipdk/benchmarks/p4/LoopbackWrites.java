package io.ipdk.benchmarks.p4;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.device.P4Device;
import io.ipdk.p4target.server.P4RuntimeServer;
import io.ipdk.p4target.server.P4RuntimeServerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.p4.config.v1.P4Info;
import org.p4.v1.P4RuntimeGrpc;
import org.p4.v1.SetForwardingPipelineConfigRequest;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;
import org.p4.v1.Uint128;
import org.p4.v1.WriteRequest;
import org.p4.v1.WriteResponse;

/**
 * Entries written over loopback TCP in batches of 1,000, a hundred batches each from 1,000, from 100,000 and up to 1,000,000
 * entries held; requests are built before. Confined to one thread.
 *
 * <p>Where {@code IPDK_BMV2} names a {@code simple_switch_grpc}, the first rows' peer is that one under the same load.
 */
public final class LoopbackWrites implements SideBySide {
    private static final String PROGRAM = "l2_switch";
    private static final int PART = 100_000;
    private static final int ALL = 1_000_000;
    private static final int IN_FLIGHT = 4;
    private static final int WARM_UP = 3;
    private static final Uint128 ELECTION = Uint128.newBuilder().setLow(1).build();

    @Override
    public String name() {
        return "p4.loopback";
    }

    @Override
    public List<BenchResult> run() throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            ours(PART);
        }
        List<Double> rates = ours(ALL);
        Optional<Double> measured = bmv2();
        double peer = measured.orElse(TableWrites.BMV2);
        String name = measured.isPresent() ? "bmv2" : "bmv2 on record";
        double first = rates.get(0);
        return List.of(
                BenchResult.beside("p4.loopback1k", first, "entries/s", name, OptionalDouble.of(peer), 3.85, 6.15),
                BenchResult.beside(
                        "p4.loopback100k", rates.get(1), "entries/s", "from 1,000", OptionalDouble.of(first), 0.4, 0.7),
                BenchResult.beside(
                        "p4.loopback1M",
                        rates.get(rates.size() - 1),
                        "entries/s",
                        "from 1,000",
                        OptionalDouble.of(first),
                        0.4,
                        0.7));
    }

    private static List<Double> ours(int entries) throws Exception {
        P4Device device =
                new P4Device(PipelineOptions.defaults(), TargetClock.system(), (port, bytes, offset, length) -> {});
        try (P4RuntimeServer server = P4RuntimeServer.start(
                P4RuntimeServerSpec.builder().device(1, device).port(0).build())) {
            return rates(server.address(), entries);
        }
    }

    private static Optional<Double> bmv2() throws Exception {
        try (Bmv2 peer = Bmv2.start()) {
            return peer.isMissing()
                    ? Optional.empty()
                    : Optional.of(rates(peer.address(), PART).get(0));
        }
    }

    /** Entries a second, for each part. */
    private static List<Double> rates(String address, int entries) throws Exception {
        ManagedChannel channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
                .build();
        try {
            P4RuntimeGrpc.P4RuntimeStub stub = P4RuntimeGrpc.newStub(channel).withWaitForReady();
            StreamObserver<StreamMessageRequest> stream = becomePrimary(stub);
            P4Info info = Programs.info(PROGRAM);
            push(P4RuntimeGrpc.newBlockingStub(channel), info);
            send(stub, requests(info, 0, TableWrites.BATCH));
            List<Double> rates = new ArrayList<>();
            for (int from = 0; from < entries; from += PART) {
                List<WriteRequest> requests = requests(info, from + TableWrites.BATCH, PART);
                long begin = System.nanoTime();
                send(stub, requests);
                rates.add(PART * 1e9 / (System.nanoTime() - begin));
            }
            stream.onCompleted();
            return rates;
        } finally {
            channel.shutdownNow();
        }
    }

    private static StreamObserver<StreamMessageRequest> becomePrimary(P4RuntimeGrpc.P4RuntimeStub stub)
            throws InterruptedException {
        InFlight arbitration = new InFlight(1);
        arbitration.begin();
        StreamObserver<StreamMessageRequest> stream = stub.streamChannel(new StreamObserver<>() {
            @Override
            public void onNext(StreamMessageResponse response) {
                if (response.hasArbitration()) {
                    arbitration.end(null);
                }
            }

            @Override
            public void onError(Throwable failure) {
                arbitration.end(failure);
            }

            @Override
            public void onCompleted() {
                // The other side ends it after us.
            }
        });
        StreamMessageRequest.Builder request = StreamMessageRequest.newBuilder();
        request.getArbitrationBuilder().setDeviceId(1).setElectionId(ELECTION);
        stream.onNext(request.build());
        arbitration.awaitAll();
        return stream;
    }

    private static void push(P4RuntimeGrpc.P4RuntimeBlockingStub stub, P4Info info) throws Exception {
        SetForwardingPipelineConfigRequest.Builder request = SetForwardingPipelineConfigRequest.newBuilder()
                .setDeviceId(1)
                .setElectionId(ELECTION)
                .setAction(SetForwardingPipelineConfigRequest.Action.VERIFY_AND_COMMIT);
        request.getConfigBuilder().setP4Info(info).setP4DeviceConfig(ByteString.copyFrom(Programs.json(PROGRAM)));
        if (stub.setForwardingPipelineConfig(request.build()) == null) {
            throw new IllegalStateException("no answer");
        }
    }

    private static List<WriteRequest> requests(P4Info info, int from, int count) {
        int table = Programs.table(info, "L2Ingress.dmac");
        int forward = Programs.action(info, "L2Ingress.forward");
        List<WriteRequest> requests = new ArrayList<>();
        for (int batch = 0; batch < count; batch += TableWrites.BATCH) {
            requests.add(WriteRequest.newBuilder()
                    .setDeviceId(1)
                    .setElectionId(ELECTION)
                    .addAllUpdates(TableWrites.batch(table, forward, from + batch))
                    .build());
        }
        return requests;
    }

    private static void send(P4RuntimeGrpc.P4RuntimeStub stub, List<WriteRequest> requests)
            throws InterruptedException {
        InFlight inFlight = new InFlight(IN_FLIGHT);
        for (WriteRequest request : requests) {
            inFlight.begin();
            stub.write(request, new StreamObserver<WriteResponse>() {
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
            });
        }
        inFlight.awaitAll();
    }
}
