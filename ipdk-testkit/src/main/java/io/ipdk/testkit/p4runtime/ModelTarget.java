package io.ipdk.testkit.p4runtime;

import io.grpc.stub.StreamObserver;
import io.ipdk.p4runtime.error.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p4.v1.CapabilitiesRequest;
import org.p4.v1.CapabilitiesResponse;
import org.p4.v1.Entity;
import org.p4.v1.Error;
import org.p4.v1.ForwardingPipelineConfig;
import org.p4.v1.GetForwardingPipelineConfigRequest;
import org.p4.v1.GetForwardingPipelineConfigResponse;
import org.p4.v1.ReadRequest;
import org.p4.v1.ReadResponse;
import org.p4.v1.SetForwardingPipelineConfigRequest;
import org.p4.v1.SetForwardingPipelineConfigResponse;
import org.p4.v1.WriteRequest;
import org.p4.v1.WriteResponse;

/** What the target does when no script says otherwise. Thread-safe. */
final class ModelTarget {
    private static final int ENTITIES_A_MESSAGE = 100;

    private final Arbitration arbitration;
    private final EntityStore store;
    private volatile @Nullable ForwardingPipelineConfig pipeline;
    private volatile @Nullable ForwardingPipelineConfig saved;
    private volatile String version = "1.5.0";

    ModelTarget(Arbitration arbitration, EntityStore store) {
        this.arbitration = arbitration;
        this.store = store;
    }

    void version(String reported) {
        version = reported;
    }

    void pipeline(@Nullable ForwardingPipelineConfig config) {
        pipeline = config;
    }

    @Nullable
    ForwardingPipelineConfig pipeline() {
        return pipeline;
    }

    void write(WriteRequest request, StreamObserver<WriteResponse> response) {
        if (!arbitration.isPrimary(request.getRole(), request.hasElectionId() ? request.getElectionId() : null)) {
            response.onError(Scripts.failure(StatusCode.PERMISSION_DENIED, "not primary", List.of()));
            return;
        }
        if (pipeline == null) {
            response.onError(Scripts.failure(StatusCode.FAILED_PRECONDITION, "no pipeline", List.of()));
            return;
        }
        List<Error> results = store.apply(request.getUpdatesList());
        if (results.stream().anyMatch(result -> result.getCanonicalCode() != 0)) {
            response.onError(Scripts.failure(StatusCode.UNKNOWN, "some updates failed", results));
        } else {
            response.onNext(WriteResponse.getDefaultInstance());
            response.onCompleted();
        }
    }

    void read(ReadRequest request, StreamObserver<ReadResponse> response) {
        List<Entity> found = store.read(request.getEntitiesList());
        for (int from = 0; from < found.size(); from += ENTITIES_A_MESSAGE) {
            response.onNext(ReadResponse.newBuilder()
                    .addAllEntities(found.subList(from, Math.min(found.size(), from + ENTITIES_A_MESSAGE)))
                    .build());
        }
        response.onCompleted();
    }

    void setPipeline(
            SetForwardingPipelineConfigRequest request, StreamObserver<SetForwardingPipelineConfigResponse> response) {
        if (!arbitration.isPrimary(request.getRole(), request.hasElectionId() ? request.getElectionId() : null)) {
            response.onError(Scripts.failure(StatusCode.PERMISSION_DENIED, "not primary", List.of()));
            return;
        }
        switch (request.getAction()) {
            case VERIFY -> {}
            case VERIFY_AND_SAVE -> saved = request.getConfig();
            case COMMIT -> {
                if (saved == null) {
                    response.onError(Scripts.failure(StatusCode.FAILED_PRECONDITION, "nothing saved", List.of()));
                    return;
                }
                pipeline = saved;
                saved = null;
            }
            case VERIFY_AND_COMMIT -> {
                pipeline = request.getConfig();
                store.clear();
            }
            case RECONCILE_AND_COMMIT -> pipeline = request.getConfig();
            default -> {
                response.onError(Scripts.failure(StatusCode.INVALID_ARGUMENT, "no action", List.of()));
                return;
            }
        }
        response.onNext(SetForwardingPipelineConfigResponse.getDefaultInstance());
        response.onCompleted();
    }

    void getPipeline(
            GetForwardingPipelineConfigRequest request, StreamObserver<GetForwardingPipelineConfigResponse> response) {
        ForwardingPipelineConfig config = pipeline;
        if (config == null) {
            response.onError(Scripts.failure(StatusCode.FAILED_PRECONDITION, "no pipeline", List.of()));
            return;
        }
        ForwardingPipelineConfig.Builder part = config.toBuilder();
        switch (request.getResponseType()) {
            case COOKIE_ONLY -> part.clearP4Info().clearP4DeviceConfig();
            case P4INFO_AND_COOKIE -> part.clearP4DeviceConfig();
            case DEVICE_CONFIG_AND_COOKIE -> part.clearP4Info();
            default -> {}
        }
        response.onNext(
                GetForwardingPipelineConfigResponse.newBuilder().setConfig(part).build());
        response.onCompleted();
    }

    void capabilities(CapabilitiesRequest request, StreamObserver<CapabilitiesResponse> response) {
        response.onNext(CapabilitiesResponse.newBuilder()
                .setP4RuntimeApiVersion(version)
                .build());
        response.onCompleted();
    }
}
