package io.ipdk.benchmarks.p4;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import org.p4.v1.CapabilitiesRequest;
import org.p4.v1.CapabilitiesResponse;
import org.p4.v1.P4RuntimeGrpc;
import org.p4.v1.ReadRequest;
import org.p4.v1.ReadResponse;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;
import org.p4.v1.WriteRequest;
import org.p4.v1.WriteResponse;

/**
 * A target on loopback TCP that agrees to everything and keeps nothing: what is measured is the way to it. Thread-safe.
 */
final class AckingServer extends P4RuntimeGrpc.P4RuntimeImplBase implements AutoCloseable {
    private final ReadResponse readMessage;
    private final int readMessages;
    private final LinkedBlockingQueue<ServerCallStreamObserver<StreamMessageResponse>> streams =
            new LinkedBlockingQueue<>();
    private final Server server;

    private AckingServer(ReadResponse readMessage, int readMessages) throws IOException {
        this.readMessage = readMessage;
        this.readMessages = readMessages;
        this.server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .directExecutor()
                .addService(this)
                .build()
                .start();
    }

    static AckingServer start() throws IOException {
        return start(ReadResponse.getDefaultInstance(), 0);
    }

    /** Answers every Read with the message, so many times. */
    static AckingServer start(ReadResponse readMessage, int readMessages) throws IOException {
        return new AckingServer(readMessage, readMessages);
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    /** The streams in the order they were opened; waits for the next one. */
    ServerCallStreamObserver<StreamMessageResponse> nextStream() throws InterruptedException {
        return streams.take();
    }

    @Override
    public void write(WriteRequest request, StreamObserver<WriteResponse> response) {
        response.onNext(WriteResponse.getDefaultInstance());
        response.onCompleted();
    }

    @Override
    public void capabilities(CapabilitiesRequest request, StreamObserver<CapabilitiesResponse> response) {
        response.onNext(CapabilitiesResponse.newBuilder()
                .setP4RuntimeApiVersion("1.5.0")
                .build());
        response.onCompleted();
    }

    @Override
    public void read(ReadRequest request, StreamObserver<ReadResponse> response) {
        ServerCallStreamObserver<ReadResponse> call = (ServerCallStreamObserver<ReadResponse>) response;
        call.setOnReadyHandler(new Runnable() {
            private int sent;

            @Override
            public void run() {
                while (sent < readMessages && call.isReady()) {
                    call.onNext(readMessage);
                    if (++sent == readMessages) {
                        call.onCompleted();
                    }
                }
            }
        });
    }

    @Override
    public StreamObserver<StreamMessageRequest> streamChannel(StreamObserver<StreamMessageResponse> response) {
        ServerCallStreamObserver<StreamMessageResponse> call =
                (ServerCallStreamObserver<StreamMessageResponse>) response;
        call.setOnCancelHandler(() -> streams.remove(call));
        streams.add(call);
        return new StreamObserver<>() {
            @Override
            public void onNext(StreamMessageRequest message) {
                if (message.hasArbitration()) {
                    response.onNext(StreamMessageResponse.newBuilder()
                            .setArbitration(message.getArbitration().toBuilder()
                                    .setStatus(com.google.rpc.Status.getDefaultInstance()))
                            .build());
                }
            }

            @Override
            public void onError(Throwable failure) {
                streams.remove(call);
            }

            @Override
            public void onCompleted() {
                response.onCompleted();
            }
        };
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
