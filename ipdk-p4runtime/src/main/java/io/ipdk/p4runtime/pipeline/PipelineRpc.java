package io.ipdk.p4runtime.pipeline;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.PipelineException;
import io.ipdk.p4runtime.error.RpcErrors;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.rpc.Mandate;
import io.ipdk.p4runtime.rpc.P4RuntimeRpc;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.p4.v1.CapabilitiesRequest;
import org.p4.v1.CapabilitiesResponse;
import org.p4.v1.ForwardingPipelineConfig;
import org.p4.v1.GetForwardingPipelineConfigRequest;
import org.p4.v1.SetForwardingPipelineConfigRequest;
import org.p4.v1.Uint128;

/** The calls about the pipeline as they are, with this package's errors. Thread-safe. */
final class PipelineRpc {
    private final P4RuntimeRpc rpc;
    private final Mandate mandate;

    PipelineRpc(P4RuntimeRpc rpc, Mandate mandate) {
        this.rpc = rpc;
        this.mandate = mandate;
    }

    /** @param config null = none, for COMMIT */
    CompletableFuture<Void> set(PipelineAction action, @Nullable ForwardingPipelineConfig config, boolean restoring) {
        SetForwardingPipelineConfigRequest.Builder request = SetForwardingPipelineConfigRequest.newBuilder()
                .setDeviceId(mandate.deviceId())
                .setRole(mandate.role())
                .setAction(action.toProto());
        try {
            Uint128 electionId = mandate.electionId(restoring);
            if (electionId != null) {
                request.setElectionId(electionId);
            }
        } catch (IpdkException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (config != null) {
            request.setConfig(config);
        }
        return rpc.setForwardingPipelineConfig(request.build()).handle((ok, failure) -> {
            if (failure != null) {
                throw refused(action, failure);
            }
            return null;
        });
    }

    private static IpdkException refused(PipelineAction action, Throwable failure) {
        IpdkException cause = RpcErrors.of("SetForwardingPipelineConfig", failure);
        if (!(cause instanceof P4RuntimeException typed)) {
            return cause;
        }
        return switch (typed.code()) {
            case INVALID_ARGUMENT ->
                new PipelineException(
                        typed.code(),
                        "the target refused the pipeline on " + action + " (" + typed.getMessage() + ")",
                        "the P4Info and the device config must be of one build, made for this target",
                        typed);
            case FAILED_PRECONDITION ->
                new PipelineException(
                        typed.code(),
                        "the target has nothing to do " + action + " with (" + typed.getMessage() + ")",
                        "VERIFY_AND_SAVE comes before COMMIT",
                        typed);
            case UNIMPLEMENTED ->
                new PipelineException(
                        typed.code(),
                        "the target does not know " + action + " (" + typed.getMessage() + ")",
                        "use VERIFY_AND_COMMIT, or ensure(), which finds out what works",
                        typed);
            default -> cause;
        };
    }

    /** Empty if the target has no pipeline. */
    CompletableFuture<Optional<ForwardingPipelineConfig>> get(PipelinePart part) {
        return rpc.getForwardingPipelineConfig(GetForwardingPipelineConfigRequest.newBuilder()
                        .setDeviceId(mandate.deviceId())
                        .setResponseType(part.toProto())
                        .build())
                .handle((response, failure) -> {
                    if (failure == null) {
                        return response.hasConfig()
                                ? Optional.of(response.getConfig())
                                : Optional.<ForwardingPipelineConfig>empty();
                    }
                    IpdkException cause = RpcErrors.of("GetForwardingPipelineConfig", failure);
                    if (has(cause, StatusCode.FAILED_PRECONDITION)) {
                        return Optional.<ForwardingPipelineConfig>empty();
                    }
                    throw cause;
                });
    }

    /** The cookie in force; asks for everything where a target does not know how to give the cookie alone. */
    CompletableFuture<OptionalLong> cookie() {
        return get(PipelinePart.COOKIE_ONLY)
                .exceptionallyCompose(failure -> has(failure, StatusCode.UNIMPLEMENTED)
                        ? get(PipelinePart.ALL)
                        : CompletableFuture.failedFuture(RpcErrors.unwrap(failure)))
                .thenApply(config -> config.isPresent() && config.get().hasCookie()
                        ? OptionalLong.of(config.get().getCookie().getCookie())
                        : OptionalLong.empty());
    }

    CompletableFuture<TargetCapabilities> capabilities() {
        return rpc.capabilities(CapabilitiesRequest.newBuilder()
                        .setDeviceId(mandate.deviceId())
                        .build())
                .handle((response, failure) -> {
                    if (failure == null) {
                        return read(response);
                    }
                    IpdkException cause = RpcErrors.of("Capabilities", failure);
                    if (has(cause, StatusCode.UNIMPLEMENTED)) {
                        return TargetCapabilities.SILENT;
                    }
                    throw cause;
                });
    }

    private static TargetCapabilities read(CapabilitiesResponse response) {
        String reported = response.getP4RuntimeApiVersion();
        return new TargetCapabilities(
                ApiVersion.parse(reported),
                reported,
                response.hasExperimental() ? Optional.of(response.getExperimental()) : Optional.empty());
    }

    static boolean has(Throwable failure, StatusCode code) {
        return RpcErrors.unwrap(failure) instanceof P4RuntimeException typed && typed.code() == code;
    }
}
