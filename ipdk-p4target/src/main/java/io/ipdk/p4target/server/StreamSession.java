package io.ipdk.p4target.server;

import com.google.rpc.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ipdk.p4target.server.arbitration.Participant;
import io.ipdk.p4target.server.arbitration.RoleArbitration;
import io.ipdk.p4target.server.status.RequestException;
import io.ipdk.p4target.server.status.RpcStatus;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.p4.v1.DigestListAck;
import org.p4.v1.DigestListAckError;
import org.p4.v1.MasterArbitrationUpdate;
import org.p4.v1.PacketOut;
import org.p4.v1.PacketOutError;
import org.p4.v1.StreamError;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;
import org.p4.v1.StreamOtherError;

/**
 * One controller's stream. Thread-safe: its messages come one after the other, its end may come from anywhere.
 */
final class StreamSession implements StreamObserver<StreamMessageRequest>, Participant {
    private final Devices devices;
    private final ServerCallStreamObserver<StreamMessageResponse> observer;
    private final StreamOutbox outbox;
    private final LiveCounters counters;
    private final Runnable onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable ControlledDevice device;
    private volatile @Nullable RoleArbitration role;

    StreamSession(
            Devices devices,
            ServerCallStreamObserver<StreamMessageResponse> observer,
            int queuedMessages,
            LiveCounters counters,
            Runnable onEnd) {
        this.devices = devices;
        this.observer = observer;
        this.outbox = new StreamOutbox(observer, queuedMessages, counters);
        this.counters = counters;
        this.onEnd = onEnd;
    }

    void start() {
        observer.setOnReadyHandler(outbox::drain);
        observer.setOnCancelHandler(this::end);
    }

    @Override
    public void onNext(StreamMessageRequest request) {
        if (ended.get()) {
            return;
        }
        switch (request.getUpdateCase()) {
            case ARBITRATION -> arbitrate(request.getArbitration());
            case PACKET -> packetOut(request.getPacket());
            case DIGEST_ACK -> acknowledge(request.getDigestAck());
            case OTHER ->
                send(StreamError.newBuilder()
                        .setCanonicalCode(Code.UNIMPLEMENTED.getNumber())
                        .setMessage("no messages of other kinds are known here")
                        .setOther(StreamOtherError.newBuilder().setOther(request.getOther())));
            case UPDATE_NOT_SET ->
                send(StreamError.newBuilder()
                        .setCanonicalCode(Code.INVALID_ARGUMENT.getNumber())
                        .setMessage("a stream message without content")
                        .setOther(StreamOtherError.getDefaultInstance()));
        }
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    @Override
    public void onCompleted() {
        if (end()) {
            observer.onCompleted();
        }
    }

    @Override
    public void send(StreamMessageResponse message) {
        if (!outbox.send(message)) {
            fail(RpcStatus.rpcWide(new RequestException(
                    Code.RESOURCE_EXHAUSTED, "too many arbitration updates whose answers nobody reads")));
        }
    }

    /** Ends the stream from this side. */
    void fail(StatusRuntimeException failure) {
        if (end()) {
            try {
                observer.onError(failure);
            } catch (IllegalStateException e) {
                // It had ended from the other side.
                return;
            }
        }
    }

    private void arbitrate(MasterArbitrationUpdate update) {
        try {
            ControlledDevice known = device;
            RoleArbitration joined = role;
            if (known == null || joined == null) {
                known = devices.require(update.getDeviceId());
                role = known.arbitration().join(this, update);
                device = known;
            } else {
                known.arbitration().update(joined, this, update);
            }
        } catch (RuntimeException e) {
            fail(RpcStatus.rpcWide(e));
        }
        if (ended.get()) {
            leave();
        }
    }

    private void packetOut(PacketOut packet) {
        ControlledDevice known = device;
        try {
            if (known == null || !mayAct() || !policyAllowsPackets()) {
                throw new RequestException(
                        Code.PERMISSION_DENIED, "only the primary of a role that may send packets sends them");
            }
            known.pipelines().packetOut(packet);
        } catch (RuntimeException e) {
            counters.refusedPacketOuts.increment();
            send(error(e).setPacketOut(PacketOutError.newBuilder().setPacketOut(packet)));
        }
    }

    private void acknowledge(DigestListAck ack) {
        ControlledDevice known = device;
        try {
            if (known == null || !mayAct()) {
                throw new RequestException(Code.PERMISSION_DENIED, "only a primary acknowledges digests");
            }
            known.pipelines().acknowledge(ack);
        } catch (RuntimeException e) {
            send(error(e).setDigestListAck(DigestListAckError.newBuilder().setDigestListAck(ack)));
        }
    }

    private boolean mayAct() {
        RoleArbitration joined = role;
        return joined != null && joined.isPrimary(this);
    }

    private boolean policyAllowsPackets() {
        RoleArbitration joined = role;
        return joined != null && joined.policy().maySendPackets();
    }

    private StreamError.Builder error(RuntimeException failure) {
        return StreamError.newBuilder()
                .setCanonicalCode(RpcStatus.code(failure).getNumber())
                .setMessage(RpcStatus.message(failure));
    }

    private void send(StreamError.Builder error) {
        send(StreamMessageResponse.newBuilder().setError(error).build());
    }

    private boolean end() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        outbox.close();
        leave();
        onEnd.run();
        return true;
    }

    private void leave() {
        ControlledDevice known = device;
        RoleArbitration joined = role;
        if (known != null && joined != null) {
            known.arbitration().leave(joined, this);
        }
    }
}
