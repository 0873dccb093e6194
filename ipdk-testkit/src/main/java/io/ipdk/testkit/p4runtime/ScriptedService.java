package io.ipdk.testkit.p4runtime;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.p4.v1.CapabilitiesRequest;
import org.p4.v1.CapabilitiesResponse;
import org.p4.v1.GetForwardingPipelineConfigRequest;
import org.p4.v1.GetForwardingPipelineConfigResponse;
import org.p4.v1.P4RuntimeGrpc;
import org.p4.v1.ReadRequest;
import org.p4.v1.ReadResponse;
import org.p4.v1.SetForwardingPipelineConfigRequest;
import org.p4.v1.SetForwardingPipelineConfigResponse;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;
import org.p4.v1.WriteRequest;
import org.p4.v1.WriteResponse;

/** Gives each call to its script. Thread-safe. */
final class ScriptedService extends P4RuntimeGrpc.P4RuntimeImplBase {
    final ScriptQueue<WriteRequest, WriteResponse> write;
    final ScriptQueue<ReadRequest, ReadResponse> read;
    final ScriptQueue<SetForwardingPipelineConfigRequest, SetForwardingPipelineConfigResponse> setPipeline;
    final ScriptQueue<GetForwardingPipelineConfigRequest, GetForwardingPipelineConfigResponse> getPipeline;
    final ScriptQueue<CapabilitiesRequest, CapabilitiesResponse> capabilities;

    final List<ScriptedStream> streams = new CopyOnWriteArrayList<>();
    final Queue<StreamScript> nextStreams = new ConcurrentLinkedQueue<>();
    volatile @Nullable StreamScript everyStream;
    private final Arbitration arbitration;

    ScriptedService(Arbitration arbitration, ModelTarget model) {
        this.arbitration = arbitration;
        write = new ScriptQueue<>(model::write);
        read = new ScriptQueue<>(model::read);
        setPipeline = new ScriptQueue<>(model::setPipeline);
        getPipeline = new ScriptQueue<>(model::getPipeline);
        capabilities = new ScriptQueue<>(model::capabilities);
    }

    @Override
    public void write(WriteRequest request, StreamObserver<WriteResponse> response) {
        write.answer(request, response);
    }

    @Override
    public void read(ReadRequest request, StreamObserver<ReadResponse> response) {
        read.answer(request, response);
    }

    @Override
    public void setForwardingPipelineConfig(
            SetForwardingPipelineConfigRequest request, StreamObserver<SetForwardingPipelineConfigResponse> response) {
        setPipeline.answer(request, response);
    }

    @Override
    public void getForwardingPipelineConfig(
            GetForwardingPipelineConfigRequest request, StreamObserver<GetForwardingPipelineConfigResponse> response) {
        getPipeline.answer(request, response);
    }

    @Override
    public void capabilities(CapabilitiesRequest request, StreamObserver<CapabilitiesResponse> response) {
        capabilities.answer(request, response);
    }

    @Override
    public StreamObserver<StreamMessageRequest> streamChannel(StreamObserver<StreamMessageResponse> response) {
        ScriptedStream stream = new ScriptedStream(response, this::gone);
        StreamScript own = nextStreams.poll();
        StreamScript script = own == null ? everyStream : own;
        ((ServerCallStreamObserver<StreamMessageResponse>) response).setOnCancelHandler(() -> gone(stream));
        streams.add(stream);
        return new StreamObserver<>() {
            @Override
            public void onNext(StreamMessageRequest message) {
                stream.record(message);
                if (script != null) {
                    script.onMessage(stream, message);
                } else {
                    model(stream, message);
                }
            }

            @Override
            public void onError(Throwable failure) {
                gone(stream);
            }

            @Override
            public void onCompleted() {
                stream.end();
                gone(stream);
            }
        };
    }

    void model(ScriptedStream stream, StreamMessageRequest message) {
        if (message.hasArbitration()) {
            arbitration.update(stream, message.getArbitration());
        }
    }

    void gone(ScriptedStream stream) {
        stream.markEnded();
        arbitration.gone(stream);
    }
}
