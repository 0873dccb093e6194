package io.ipdk.testkit.p4runtime;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.ipdk.p4runtime.error.StatusCode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.p4.v1.DigestList;
import org.p4.v1.MasterArbitrationUpdate;
import org.p4.v1.PacketIn;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;
import org.p4.v1.Uint128;

/** One client's stream, seen from the target. Thread-safe. */
public final class ScriptedStream {
    private final StreamObserver<StreamMessageResponse> out;
    private final List<StreamMessageRequest> received = new CopyOnWriteArrayList<>();
    private final Consumer<ScriptedStream> onEnd;
    private volatile boolean ended;

    ScriptedStream(StreamObserver<StreamMessageResponse> out, Consumer<ScriptedStream> onEnd) {
        this.out = out;
        this.onEnd = onEnd;
    }

    void record(StreamMessageRequest message) {
        received.add(message);
    }

    void markEnded() {
        ended = true;
    }

    /** Whether the client, the script or the connection has ended it. */
    public boolean isEnded() {
        return ended;
    }

    /** What the client has sent, in its order. */
    public List<StreamMessageRequest> received() {
        return List.copyOf(received);
    }

    public synchronized void send(StreamMessageResponse message) {
        if (!ended) {
            try {
                out.onNext(message);
            } catch (IllegalStateException | StatusRuntimeException e) {
                ended = true;
            }
        }
    }

    public void send(PacketIn packet) {
        send(StreamMessageResponse.newBuilder().setPacket(packet).build());
    }

    public void send(DigestList list) {
        send(StreamMessageResponse.newBuilder().setDigest(list).build());
    }

    /** Tells who is primary: OK, ALREADY_EXISTS or NOT_FOUND. */
    public void arbitrate(long deviceId, StatusCode status, long highest) {
        send(StreamMessageResponse.newBuilder()
                .setArbitration(MasterArbitrationUpdate.newBuilder()
                        .setDeviceId(deviceId)
                        .setElectionId(Uint128.newBuilder().setLow(highest))
                        .setStatus(com.google.rpc.Status.newBuilder().setCode(status.number())))
                .build());
    }

    /** Ends the stream with a reason. */
    public void end(StatusCode code, String message) {
        if (markEnding()) {
            out.onError(
                    Status.fromCodeValue(code.number()).withDescription(message).asRuntimeException());
            onEnd.accept(this);
        }
    }

    /** Ends the stream as if all were said. */
    public void end() {
        if (markEnding()) {
            out.onCompleted();
            onEnd.accept(this);
        }
    }

    private synchronized boolean markEnding() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
