package io.ipdk.nativeaccess.spdk.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.error.CapacityException;
import io.ipdk.error.HostException;
import io.ipdk.error.IpdkException;
import io.ipdk.error.NotFoundException;
import io.ipdk.error.UnsupportedException;

/** Puts what goes wrong between a caller and SPDK into the SDK's errors. Immutable. */
final class RpcErrors {

    private RpcErrors() {}

    /**
     * What SPDK answered. The branches of the tree that mean the same carry the {@link SpdkException} as their cause.
     */
    static IpdkException refused(String method, JsonNode error) {
        int code = error.path("code").asInt();
        String message = error.path("message").asText("no message");
        SpdkErrorKind kind = SpdkErrorKind.of(code, message);
        String problem = "spdk_tgt answered " + method + " with error " + code + " '" + message + "'";
        SpdkException refused = new SpdkException(method, code, kind, problem, kind.advice());
        return switch (kind) {
            case NOT_FOUND -> new NotFoundException(problem, kind.advice(), refused);
            case NO_RESOURCES, NO_SPACE -> new CapacityException(problem, kind.advice(), refused);
            case UNSUPPORTED -> new UnsupportedException(problem, kind.advice(), refused);
            default -> refused;
        };
    }

    /** An answer that is neither a result nor an error, or a result of another shape. */
    static SpdkException senseless(String method, String what) {
        return new SpdkException(
                method,
                0,
                SpdkErrorKind.OTHER,
                "spdk_tgt answered " + method + " with " + what,
                "check that SPDK listens on this socket, and which version");
    }

    /** The connection broke while the call was under way. */
    static HostException lost(String method, String why) {
        return new HostException(
                "spdk_tgt was lost while " + method + " was under way: " + why,
                "it may have been carried out; read the state back before calling again",
                true);
    }
}
