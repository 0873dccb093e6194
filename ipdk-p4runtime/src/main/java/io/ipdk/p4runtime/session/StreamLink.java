package io.ipdk.p4runtime.session;

import io.grpc.ClientCall;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.p4.v1.MasterArbitrationUpdate;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;

/** One stream to the target, from opening to its end. Sending is Thread-safe; answers come on gRPC's threads, in order. */
final class StreamLink implements ClientResponseObserver<StreamMessageRequest, StreamMessageResponse> {
    /** Whom the link tells; each call says which link it is. */
    interface Owner {
        void onArbitration(StreamLink link, MasterArbitrationUpdate update);

        void onMessage(StreamMessageResponse message);

        void onEnd(StreamLink link, Throwable cause);
    }

    /** Messages asked for at once: each asking costs as much as a message. */
    private static final int ASKED = 64;

    private final Owner owner;
    private final int capacity;
    private final ArrayDeque<StreamMessageRequest> waiting = new ArrayDeque<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private @Nullable ClientCallStreamObserver<StreamMessageRequest> out;
    private boolean ended;
    private boolean finished;

    /** Both are gRPC's threads' alone, one at a time. */
    private @Nullable ClientCallStreamObserver<StreamMessageRequest> in;

    private int received;

    StreamLink(Owner owner, int capacity) {
        this.owner = owner;
        this.capacity = capacity;
    }

    void open(ClientCall<StreamMessageRequest, StreamMessageResponse> call) {
        ClientCalls.asyncBidiStreamingCall(call, this);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<StreamMessageRequest> stream) {
        synchronized (this) {
            out = stream;
        }
        stream.setOnReadyHandler(this::drain);
        stream.disableAutoRequestWithInitial(ASKED);
        in = stream;
    }

    @Override
    public void onNext(StreamMessageResponse message) {
        ClientCallStreamObserver<StreamMessageRequest> stream = in;
        if (++received >= ASKED / 2 && stream != null) {
            stream.request(received);
            received = 0;
        }
        if (message.hasArbitration()) {
            owner.onArbitration(this, message.getArbitration());
        } else {
            owner.onMessage(message);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end();
        owner.onEnd(this, failure);
    }

    @Override
    public void onCompleted() {
        end();
        owner.onEnd(
                this,
                Status.UNAVAILABLE
                        .withDescription("the target ended the stream without giving a reason")
                        .asRuntimeException());
    }

    /** How an offer ended. */
    enum Offer {
        TAKEN,
        FULL,
        ENDED
    }

    /** Sends now if the connection has room, else when it has. */
    synchronized Offer offer(StreamMessageRequest message) {
        ClientCallStreamObserver<StreamMessageRequest> stream = out;
        if (ended || finished || stream == null) {
            return Offer.ENDED;
        }
        if (waiting.isEmpty() && stream.isReady()) {
            return send(stream, message) ? Offer.TAKEN : Offer.ENDED;
        }
        if (waiting.size() >= capacity) {
            return Offer.FULL;
        }
        waiting.add(message);
        return Offer.TAKEN;
    }

    /** Sends at once, before whatever waits: arbitration does not stand in line behind packets. */
    synchronized void sendFirst(StreamMessageRequest message) {
        ClientCallStreamObserver<StreamMessageRequest> stream = out;
        if (!ended && !finished && stream != null) {
            send(stream, message);
        }
    }

    /**
     * Sends what waits, and nothing after it: the target is told that no more will come, and ends the stream when it has taken
     * everything.
     */
    synchronized void finish() {
        ClientCallStreamObserver<StreamMessageRequest> stream = out;
        if (ended || finished || stream == null) {
            return;
        }
        finished = true;
        for (StreamMessageRequest next = waiting.poll(); next != null && !ended; next = waiting.poll()) {
            send(stream, next);
        }
        if (!ended) {
            stream.onCompleted();
        }
    }

    /** Completes when the stream has ended, for whatever reason. */
    CompletableFuture<Void> whenEnded() {
        return end;
    }

    /** Ends the stream from this side; the owner is told through {@code onEnd}. */
    synchronized void cancel(String reason, @Nullable Throwable cause) {
        ClientCallStreamObserver<StreamMessageRequest> stream = out;
        if (!ended && stream != null) {
            stream.cancel(reason, cause);
        }
    }

    private synchronized void drain() {
        ClientCallStreamObserver<StreamMessageRequest> stream = out;
        while (!ended && !finished && stream != null && stream.isReady()) {
            StreamMessageRequest next = waiting.poll();
            if (next == null) {
                return;
            }
            send(stream, next);
        }
    }

    private void end() {
        synchronized (this) {
            ended = true;
            waiting.clear();
        }
        end.complete(null);
    }

    private boolean send(ClientCallStreamObserver<StreamMessageRequest> stream, StreamMessageRequest message) {
        try {
            stream.onNext(message);
            return true;
        } catch (IllegalStateException e) {
            // The call was cancelled or has ended, and onEnd is on its way.
            ended = true;
            return false;
        }
    }
}
