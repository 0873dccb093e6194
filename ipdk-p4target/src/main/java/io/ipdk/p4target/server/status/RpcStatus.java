package io.ipdk.p4target.server.status;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.ipdk.error.IpdkException;
import io.ipdk.p4target.control.RefusedException;
import java.util.List;
import org.p4.v1.Error;

/**
 * The shapes that failures take on the wire (section "Error Reporting Messages").
 *
 * <p>Immutable.
 */
public final class RpcStatus {
    private RpcStatus() {}

    /** The whole call failed before any update was tried: no details. */
    public static StatusRuntimeException rpcWide(RuntimeException failure) {
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(code(failure).getNumber())
                .setMessage(message(failure))
                .build());
    }

    /** Some of a batch failed: UNKNOWN, and one detail per element, in order, also for those that went well. */
    public static StatusRuntimeException batch(String what, List<Error> perElement) {
        Status.Builder status =
                Status.newBuilder().setCode(Code.UNKNOWN.getNumber()).setMessage(what);
        perElement.forEach(error -> status.addDetails(Any.pack(error)));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    /** One element's failure. */
    public static Error element(RuntimeException failure) {
        return Error.newBuilder()
                .setCanonicalCode(code(failure).getNumber())
                .setMessage(message(failure))
                .build();
    }

    /** The canonical code of a failure; what this server did not foresee is INTERNAL. */
    public static Code code(RuntimeException failure) {
        if (failure instanceof RequestException request) {
            return request.code();
        }
        if (failure instanceof RefusedException refused) {
            Code code = Code.forNumber(refused.code().number());
            return code == null ? Code.INTERNAL : code;
        }
        return Code.INTERNAL;
    }

    /** The message for the controller's developer; of an unforeseen failure only its kind. */
    public static String message(RuntimeException failure) {
        String message = failure.getMessage();
        return failure instanceof IpdkException && message != null
                ? message
                : "the server failed: " + failure.getClass().getSimpleName();
    }
}
