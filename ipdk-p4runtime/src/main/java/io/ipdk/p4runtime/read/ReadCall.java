package io.ipdk.p4runtime.read;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.RpcErrors;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.rpc.P4RuntimeRpc;
import org.jspecify.annotations.Nullable;
import org.p4.v1.ReadRequest;
import org.p4.v1.ReadResponse;

/** One Read on its way. It brings as many messages as were asked for, and no more. Thread-safe. */
final class ReadCall extends ClientCall.Listener<ReadResponse> {
    private final P4RuntimeRpc rpc;
    private final ClientCall<ReadRequest, ReadResponse> call;
    private final ReadSink sink;
    private final long begin = System.nanoTime();

    private ReadCall(P4RuntimeRpc rpc, ReadSink sink) {
        this.rpc = rpc;
        this.call = rpc.read();
        this.sink = sink;
    }

    /** @param messages how many to ask for at first */
    static ReadCall start(P4RuntimeRpc rpc, ReadRequest request, ReadSink sink, int messages) {
        ReadCall read = new ReadCall(rpc, sink);
        read.call.start(read, new Metadata());
        read.call.request(messages);
        read.call.sendMessage(request);
        read.call.halfClose();
        return read;
    }

    void request(int messages) {
        call.request(messages);
    }

    void cancel() {
        call.cancel("the reader is no longer interested", null);
    }

    @Override
    public void onMessage(ReadResponse message) {
        rpc.metrics().entitiesRead(message.getEntitiesCount());
        sink.onMessage(message);
    }

    @Override
    public void onClose(Status status, @Nullable Metadata trailers) {
        IpdkException failure = status.isOk() ? null : RpcErrors.of("Read", status.asRuntimeException(trailers));
        StatusCode code = failure == null
                ? StatusCode.OK
                : failure instanceof P4RuntimeException typed ? typed.code() : StatusCode.UNKNOWN;
        rpc.metrics().rpc("Read", code, System.nanoTime() - begin);
        sink.onEnd(failure);
    }
}
