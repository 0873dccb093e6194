package io.ipdk.p4runtime.rpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.ipdk.p4runtime.metric.P4RuntimeMetrics;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

/**
 * The calls of the specification as they are, with deadlines and typed errors: the way to what the rest of the client does
 * not offer. Requests are sent as given, device id, role and election id included. Thread-safe.
 */
public final class P4RuntimeRpc {
    private final Channel channel;
    private final CallOptions options;
    private final CallOptions streamOptions;
    private final Duration deadline;
    private final P4RuntimeMetrics metrics;

    /**
     * @param options for every call, such as credentials
     * @param deadline of every call but Read and StreamChannel
     */
    public P4RuntimeRpc(Channel channel, CallOptions options, Duration deadline, P4RuntimeMetrics metrics) {
        this(channel, options, options, deadline, metrics);
    }

    /** As the other, with options of its own for StreamChannel. */
    public P4RuntimeRpc(
            Channel channel,
            CallOptions options,
            CallOptions streamOptions,
            Duration deadline,
            P4RuntimeMetrics metrics) {
        this.channel = Objects.requireNonNull(channel, "channel");
        this.options = Objects.requireNonNull(options, "options");
        this.streamOptions = Objects.requireNonNull(streamOptions, "streamOptions");
        this.deadline = Objects.requireNonNull(deadline, "deadline");
        this.metrics = Objects.requireNonNull(metrics, "metrics");
    }

    /** Completes exceptionally with {@link io.ipdk.p4runtime.error.RpcException} if any update failed. */
    public CompletableFuture<WriteResponse> write(WriteRequest request) {
        return unary("Write", P4RuntimeGrpc.getWriteMethod(), request);
    }

    public CompletableFuture<SetForwardingPipelineConfigResponse> setForwardingPipelineConfig(
            SetForwardingPipelineConfigRequest request) {
        return unary("SetForwardingPipelineConfig", P4RuntimeGrpc.getSetForwardingPipelineConfigMethod(), request);
    }

    public CompletableFuture<GetForwardingPipelineConfigResponse> getForwardingPipelineConfig(
            GetForwardingPipelineConfigRequest request) {
        return unary("GetForwardingPipelineConfig", P4RuntimeGrpc.getGetForwardingPipelineConfigMethod(), request);
    }

    public CompletableFuture<CapabilitiesResponse> capabilities(CapabilitiesRequest request) {
        return unary("Capabilities", P4RuntimeGrpc.getCapabilitiesMethod(), request);
    }

    /** A Read that has not begun: whoever starts it asks for messages one by one. */
    public ClientCall<ReadRequest, ReadResponse> read() {
        return channel.newCall(P4RuntimeGrpc.getReadMethod(), options);
    }

    /** A StreamChannel that has not begun. */
    public ClientCall<StreamMessageRequest, StreamMessageResponse> streamChannel() {
        return channel.newCall(P4RuntimeGrpc.getStreamChannelMethod(), streamOptions);
    }

    /** How long calls may take. */
    public Duration deadline() {
        return deadline;
    }

    public P4RuntimeMetrics metrics() {
        return metrics;
    }

    private <Q, R> CompletableFuture<R> unary(String name, MethodDescriptor<Q, R> method, Q request) {
        ClientCall<Q, R> call =
                channel.newCall(method, options.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS));
        UnaryAnswer<R> answer = new UnaryAnswer<>(name, call, metrics);
        ClientCalls.asyncUnaryCall(call, request, answer);
        return answer.future();
    }
}
