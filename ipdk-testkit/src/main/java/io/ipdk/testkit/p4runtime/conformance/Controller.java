package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.p4.v1.DigestListAck;
import org.p4.v1.MasterArbitrationUpdate;
import org.p4.v1.P4RuntimeGrpc;
import org.p4.v1.PacketOut;
import org.p4.v1.Role;
import org.p4.v1.StreamError;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;
import org.p4.v1.StreamMessageResponse.UpdateCase;
import org.p4.v1.Uint128;

/** A controller's stream. Confined to one thread (the check's). */
final class Controller implements AutoCloseable {
    private final Bench bench;
    private final BlockingQueue<StreamMessageResponse> received = new LinkedBlockingQueue<>();
    private final List<StreamMessageResponse> skipped = new ArrayList<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final StreamObserver<StreamMessageRequest> requests;
    private String role = "";
    private @Nullable Uint128 electionId;

    Controller(Bench bench) {
        this.bench = bench;
        requests = P4RuntimeGrpc.newStub(bench.channel()).streamChannel(new StreamObserver<>() {
            @Override
            public void onNext(StreamMessageResponse message) {
                received.add(message);
            }

            @Override
            public void onError(Throwable failure) {
                end.complete(Status.fromThrowable(failure));
            }

            @Override
            public void onCompleted() {
                end.complete(Status.OK);
            }
        });
    }

    /** Sends an arbitration update for the bench's device and remembers what it says. */
    Controller arbitrate(String roleName, @Nullable Uint128 id) {
        return arbitrate(bench.deviceId(), roleName, id, null);
    }

    Controller arbitrate(long deviceId, String roleName, @Nullable Uint128 id, @Nullable Any config) {
        role = roleName;
        electionId = id;
        MasterArbitrationUpdate.Builder update =
                MasterArbitrationUpdate.newBuilder().setDeviceId(deviceId);
        if (!roleName.isEmpty() || config != null) {
            Role.Builder message = Role.newBuilder().setName(roleName);
            if (config != null) {
                message.setConfig(config);
            }
            update.setRole(message);
        }
        if (id != null) {
            update.setElectionId(id);
        }
        requests.onNext(StreamMessageRequest.newBuilder().setArbitration(update).build());
        return this;
    }

    void send(PacketOut packet) {
        requests.onNext(StreamMessageRequest.newBuilder().setPacket(packet).build());
    }

    void acknowledge(int digestId, long listId) {
        requests.onNext(StreamMessageRequest.newBuilder()
                .setDigestAck(DigestListAck.newBuilder().setDigestId(digestId).setListId(listId))
                .build());
    }

    String role() {
        return role;
    }

    @Nullable
    Uint128 electionId() {
        return electionId;
    }

    /** The next answer to arbitration. */
    MasterArbitrationUpdate arbitration() {
        return await(UpdateCase.ARBITRATION).getArbitration();
    }

    /** The next answer to arbitration, or null if the server ends the stream instead. */
    @Nullable
    MasterArbitrationUpdate arbitrationOrEnd() {
        StreamMessageResponse message = null;
        while (message == null && !end.isDone()) {
            message = poll(UpdateCase.ARBITRATION, 20);
        }
        return message == null ? null : message.getArbitration();
    }

    /** Waits for the next answer to arbitration and checks its status. */
    MasterArbitrationUpdate expect(Code code) {
        MasterArbitrationUpdate update = arbitration();
        assertThat(Code.forNumber(update.getStatus().getCode()))
                .as("status of the arbitration update")
                .isEqualTo(code);
        return update;
    }

    /** The next message of that kind; others are put aside. */
    StreamMessageResponse await(UpdateCase kind) {
        StreamMessageResponse message = poll(kind, bench.patienceMillis());
        if (message == null) {
            throw new AssertionError(
                    "no " + kind + " came" + (end.isDone() ? "; the stream ended: " + end.join() : ""));
        }
        return message;
    }

    /** An error of a stream message, or null if none comes: they are optional. */
    @Nullable
    StreamError errorIfAny() {
        StreamMessageResponse message = poll(UpdateCase.ERROR, bench.quietMillis());
        return message == null ? null : message.getError();
    }

    /** Takes the messages of that kind that are there or come in a moment. */
    void drain(UpdateCase kind) {
        StreamMessageResponse last;
        do {
            last = poll(kind, 20);
        } while (last != null);
    }

    /** No message of that kind comes for a while. */
    void expectNone(UpdateCase kind) {
        StreamMessageResponse message = poll(kind, bench.quietMillis());
        assertThat(message).as("message of kind " + kind).isNull();
    }

    /** The code that the server ends the stream with. */
    Code ended() {
        try {
            Code code = Code.forNumber(end.get(bench.patienceMillis(), TimeUnit.MILLISECONDS)
                    .getCode()
                    .value());
            return code == null ? Code.UNRECOGNIZED : code;
        } catch (TimeoutException e) {
            throw new AssertionError("the stream did not end", e);
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isOpen() {
        return !end.isDone();
    }

    @Override
    public void close() {
        if (!end.isDone()) {
            requests.onCompleted();
            try {
                end.get(bench.patienceMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException | InterruptedException | java.util.concurrent.ExecutionException e) {
                end.complete(Status.CANCELLED);
            }
        }
    }

    private @Nullable StreamMessageResponse poll(UpdateCase kind, long millis) {
        for (StreamMessageResponse message : skipped) {
            if (message.getUpdateCase() == kind) {
                skipped.remove(message);
                return message;
            }
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (true) {
                StreamMessageResponse message =
                        received.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (message == null || message.getUpdateCase() == kind) {
                    return message;
                }
                skipped.add(message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
