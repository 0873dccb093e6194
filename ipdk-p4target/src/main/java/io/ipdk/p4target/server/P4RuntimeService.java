package io.ipdk.p4target.server;

import com.google.rpc.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ipdk.p4target.server.arbitration.ElectionId;
import io.ipdk.p4target.server.arbitration.RoleArbitration;
import io.ipdk.p4target.server.arbitration.RoleKey;
import io.ipdk.p4target.server.arbitration.RolePolicy;
import io.ipdk.p4target.server.pipeline.BatchResult;
import io.ipdk.p4target.server.pipeline.PipelineReader;
import io.ipdk.p4target.server.status.RequestException;
import io.ipdk.p4target.server.status.RpcStatus;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.p4.v1.CapabilitiesRequest;
import org.p4.v1.CapabilitiesResponse;
import org.p4.v1.ForwardingPipelineConfig;
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

/** The six calls of P4Runtime. Thread-safe. */
final class P4RuntimeService extends P4RuntimeGrpc.P4RuntimeImplBase {
    private static final String API_VERSION = "1.5.0";

    private final Devices devices;
    private final P4RuntimeServerSpec spec;
    private final LiveCounters counters;
    private final Executor reads;
    private final Set<StreamSession> sessions = ConcurrentHashMap.newKeySet();

    P4RuntimeService(Devices devices, P4RuntimeServerSpec spec, LiveCounters counters, Executor reads) {
        this.devices = devices;
        this.spec = spec;
        this.reads = reads;
        this.counters = counters;
    }

    @Override
    @SuppressWarnings("deprecation") // numbers of roles are still known to older controllers
    public void write(WriteRequest request, StreamObserver<WriteResponse> observer) {
        answer(observer, () -> {
            ControlledDevice device = devices.require(request.getDeviceId());
            RoleArbitration role = device.arbitration().role(RoleKey.of(request.getRole(), request.getRoleId()));
            BatchResult result = role.asPrimary(
                    request.hasElectionId() ? ElectionId.of(request.getElectionId()) : null,
                    () -> device.pipelines().write(request.getUpdatesList(), request.getAtomicity(), role.policy()));
            result.check("some of the updates failed");
            return WriteResponse.getDefaultInstance();
        });
    }

    @Override
    public void read(ReadRequest request, StreamObserver<ReadResponse> observer) {
        try {
            ControlledDevice device = devices.require(request.getDeviceId());
            RolePolicy policy = request.getRole().isEmpty()
                    ? RolePolicy.full()
                    : device.arbitration()
                            .role(RoleKey.of(request.getRole(), 0))
                            .policy();
            PipelineReader reader = device.pipelines().reader(policy);
            ServerCallStreamObserver<ReadResponse> call = (ServerCallStreamObserver<ReadResponse>) observer;
            ReadPump pump = new ReadPump(call);
            call.setOnReadyHandler(pump::wake);
            call.setOnCancelHandler(pump::wake);
            reads.execute(() -> pump.run(reader, request.getEntitiesList()));
        } catch (RuntimeException e) {
            observer.onError(RpcStatus.rpcWide(e));
        }
    }

    @Override
    @SuppressWarnings("deprecation") // see write
    public void setForwardingPipelineConfig(
            SetForwardingPipelineConfigRequest request, StreamObserver<SetForwardingPipelineConfigResponse> observer) {
        answer(observer, () -> {
            ControlledDevice device = devices.require(request.getDeviceId());
            RoleArbitration role = device.arbitration().role(RoleKey.of(request.getRole(), request.getRoleId()));
            return role.asPrimary(request.hasElectionId() ? ElectionId.of(request.getElectionId()) : null, () -> {
                if (!role.policy().mayPushPipeline()) {
                    throw new RequestException(Code.PERMISSION_DENIED, "this role does not set pipelines");
                }
                device.pipelines().set(request.getAction(), request.hasConfig() ? request.getConfig() : null);
                return SetForwardingPipelineConfigResponse.getDefaultInstance();
            });
        });
    }

    @Override
    public void getForwardingPipelineConfig(
            GetForwardingPipelineConfigRequest request, StreamObserver<GetForwardingPipelineConfigResponse> observer) {
        answer(observer, () -> {
            ControlledDevice device = devices.require(request.getDeviceId());
            GetForwardingPipelineConfigResponse.Builder response = GetForwardingPipelineConfigResponse.newBuilder();
            device.pipelines().config().ifPresent(config -> response.setConfig(select(config, request)));
            return response.build();
        });
    }

    @Override
    public void capabilities(CapabilitiesRequest request, StreamObserver<CapabilitiesResponse> observer) {
        answer(observer, () -> {
            if (request.getDeviceId() != 0) {
                devices.require(request.getDeviceId());
            }
            return CapabilitiesResponse.newBuilder()
                    .setP4RuntimeApiVersion(API_VERSION)
                    .build();
        });
    }

    @Override
    public StreamObserver<StreamMessageRequest> streamChannel(StreamObserver<StreamMessageResponse> observer) {
        AtomicReference<StreamSession> self = new AtomicReference<>();
        StreamSession session = new StreamSession(
                devices,
                (ServerCallStreamObserver<StreamMessageResponse>) observer,
                spec.queuedMessages(),
                counters,
                () -> {
                    counters.openStreams.decrementAndGet();
                    sessions.remove(self.get());
                });
        self.set(session);
        sessions.add(session);
        session.start();
        if (counters.openStreams.incrementAndGet() > spec.streams()) {
            session.fail(RpcStatus.rpcWide(
                    new RequestException(Code.RESOURCE_EXHAUSTED, "the server takes " + spec.streams() + " streams")));
        }
        return session;
    }

    /** Ends every stream, with a status that says that another server may help. */
    void endStreams() {
        StatusRuntimeException closing =
                RpcStatus.rpcWide(new RequestException(Code.UNAVAILABLE, "the server is shutting down"));
        sessions.forEach(session -> session.fail(closing));
    }

    private static ForwardingPipelineConfig select(
            ForwardingPipelineConfig config, GetForwardingPipelineConfigRequest request) {
        ForwardingPipelineConfig.Builder selected = config.toBuilder();
        switch (request.getResponseType()) {
            case COOKIE_ONLY -> selected.clearP4Info().clearP4DeviceConfig();
            case P4INFO_AND_COOKIE -> selected.clearP4DeviceConfig();
            case DEVICE_CONFIG_AND_COOKIE -> selected.clearP4Info();
            case ALL -> {}
            case UNRECOGNIZED -> throw RequestException.invalid("unknown response type");
        }
        return selected.build();
    }

    private <T> void answer(StreamObserver<T> observer, Answer<T> answer) {
        T response;
        try {
            response = answer.get();
        } catch (StatusRuntimeException e) {
            observer.onError(e);
            return;
        } catch (RuntimeException e) {
            observer.onError(RpcStatus.rpcWide(e));
            return;
        }
        observer.onNext(response);
        observer.onCompleted();
    }

    private interface Answer<T> {
        T get();
    }
}
