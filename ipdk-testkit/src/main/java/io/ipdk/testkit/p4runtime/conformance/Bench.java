package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Entity;
import org.p4.v1.P4RuntimeGrpc;
import org.p4.v1.PacketMetadata;
import org.p4.v1.PacketOut;
import org.p4.v1.ReadRequest;
import org.p4.v1.ReadResponse;
import org.p4.v1.SetForwardingPipelineConfigRequest;
import org.p4.v1.SetForwardingPipelineConfigRequest.Action;
import org.p4.v1.Uint128;
import org.p4.v1.Update;
import org.p4.v1.WriteRequest;

/**
 * What one check works with: a channel, streams, and calls in a few words. Confined to one thread (the check's).
 */
public final class Bench implements AutoCloseable {
    private static final AtomicLong SEQUENCE = new AtomicLong(1);

    private final ConformanceTarget target;
    private final ManagedChannel channel;
    private final List<Controller> controllers = new ArrayList<>();
    private @Nullable Controller primary;
    private @Nullable SampleProgram program;

    Bench(ConformanceTarget target) {
        this.target = target;
        channel = target.channel().get();
    }

    ManagedChannel channel() {
        return channel;
    }

    long deviceId() {
        return target.deviceId();
    }

    long patienceMillis() {
        return target.patience().toMillis();
    }

    long quietMillis() {
        return target.quiet().toMillis();
    }

    P4RuntimeGrpc.P4RuntimeBlockingStub stub() {
        return P4RuntimeGrpc.newBlockingStub(channel).withDeadlineAfter(patienceMillis(), TimeUnit.MILLISECONDS);
    }

    /** A role that the server has never seen. */
    String freshRole() {
        return "conformance-" + System.currentTimeMillis() + "-" + SEQUENCE.getAndIncrement();
    }

    /** An election id above all that this suite ever used. */
    Uint128 freshId() {
        return Uint128.newBuilder()
                .setHigh(System.currentTimeMillis())
                .setLow(SEQUENCE.getAndIncrement() * 1_000)
                .build();
    }

    static Uint128 plus(Uint128 id, long more) {
        return id.toBuilder().setLow(id.getLow() + more).build();
    }

    Controller connect() {
        Controller controller = new Controller(this);
        controllers.add(controller);
        return controller;
    }

    /** A primary of the default role; there is one a bench. */
    Controller primary() {
        if (primary == null) {
            primary = connect().arbitrate("", freshId());
            primary.expect(Code.OK);
        }
        return primary;
    }

    /** Loads a program, which clears all forwarding state. */
    SampleProgram load(String name) {
        return load(SampleProgram.load(name));
    }

    SampleProgram load(SampleProgram wanted) {
        assertThat(set(Action.VERIFY_AND_COMMIT, wanted))
                .as("VERIFY_AND_COMMIT")
                .isEqualTo(Code.OK);
        program = wanted;
        return wanted;
    }

    Code set(Action action, @Nullable SampleProgram wanted) {
        Controller as = primary();
        SetForwardingPipelineConfigRequest.Builder request = SetForwardingPipelineConfigRequest.newBuilder()
                .setDeviceId(deviceId())
                .setElectionId(Objects.requireNonNull(as.electionId()))
                .setAction(action);
        if (wanted != null) {
            request.setConfig(wanted.toConfig(0x1234_5678_9abc_def0L));
        }
        return call(() -> stub().setForwardingPipelineConfig(request.build())).code();
    }

    SampleProgram program() {
        return Objects.requireNonNull(program, "load a program first");
    }

    void use(SampleProgram loaded) {
        program = loaded;
    }

    Update update(Update.Type type, String entity) {
        return Update.newBuilder()
                .setType(type)
                .setEntity(program().entity(entity))
                .build();
    }

    Update insert(String entity) {
        return update(Update.Type.INSERT, entity);
    }

    Update modify(String entity) {
        return update(Update.Type.MODIFY, entity);
    }

    Update delete(String entity) {
        return update(Update.Type.DELETE, entity);
    }

    WriteRequest.Builder request(Update... updates) {
        Controller as = primary();
        return WriteRequest.newBuilder()
                .setDeviceId(deviceId())
                .setElectionId(Objects.requireNonNull(as.electionId()))
                .addAllUpdates(Arrays.asList(updates));
    }

    WriteOutcome write(Update... updates) {
        return write(request(updates).build());
    }

    WriteOutcome write(WriteRequest request) {
        return call(() -> stub().write(request));
    }

    /** These updates are accepted. */
    void accept(Update... updates) {
        WriteOutcome outcome = write(updates);
        assertThat(outcome.code())
                .as("a write that must be accepted: %s %s", outcome.codes(), outcome.message())
                .isEqualTo(Code.OK);
    }

    /** This update is refused with one of these codes. */
    void refuse(Update update, Code... codes) {
        assertThat(write(update).first()).as("code of " + update).isIn((Object[]) codes);
    }

    /** What a read gives that must go well. */
    List<Entity> read(String... filters) {
        List<Entity> found = new ArrayList<>();
        WriteOutcome outcome = read(found, filters);
        assertThat(outcome.code())
                .as("a read that must go well: %s %s", outcome.codes(), outcome.message())
                .isEqualTo(Code.OK);
        return found;
    }

    Entity readOne(String filter) {
        List<Entity> found = read(filter);
        assertThat(found).as("read of " + filter).hasSize(1);
        return found.get(0);
    }

    void refuseRead(String filter, Code... codes) {
        assertThat(read(new ArrayList<>(), filter).first())
                .as("code of reading " + filter)
                .isIn((Object[]) codes);
    }

    /** Reads, and tells how it ended. */
    WriteOutcome read(List<Entity> found, String... filters) {
        ReadRequest.Builder request = ReadRequest.newBuilder().setDeviceId(deviceId());
        for (String filter : filters) {
            request.addEntities(
                    filter.isEmpty() ? Entity.getDefaultInstance() : program().entity(filter));
        }
        return read(request.build(), found);
    }

    WriteOutcome read(ReadRequest request, List<Entity> found) {
        return call(() -> {
            stub().read(request).forEachRemaining((ReadResponse response) -> found.addAll(response.getEntitiesList()));
        });
    }

    WriteOutcome call(Runnable call) {
        try {
            call.run();
            return WriteOutcome.ok();
        } catch (StatusRuntimeException e) {
            return WriteOutcome.of(e);
        }
    }

    /** Sends a frame into the l2_switch program by way of its CPU port. */
    void inject(String hexFrame) {
        primary().send(packetOut(hexFrame, 0, 0));
    }

    /** A packet-out of the l2_switch program. */
    static PacketOut packetOut(String hexFrame, int egressPort, int bypass) {
        return PacketOut.newBuilder()
                .setPayload(hex(hexFrame))
                .addMetadata(metadata(1, egressPort))
                .addMetadata(metadata(2, bypass))
                .addMetadata(metadata(3, 0))
                .build();
    }

    static PacketMetadata metadata(int id, int value) {
        byte[] bytes = value > 0xff ? new byte[] {(byte) (value >> 8), (byte) value} : new byte[] {(byte) value};
        return PacketMetadata.newBuilder()
                .setMetadataId(id)
                .setValue(ByteString.copyFrom(bytes))
                .build();
    }

    static ByteString hex(String digits) {
        return ByteString.copyFrom(HexFormat.of().parseHex(digits));
    }

    static <T extends com.google.protobuf.Message> T unpack(com.google.protobuf.Any any, Class<T> type) {
        try {
            return any.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        controllers.forEach(Controller::close);
        channel.shutdownNow();
        try {
            channel.awaitTermination(patienceMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
