package io.ipdk.p4target.server.pipeline;

import com.google.rpc.Code;
import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.control.StatusCode;
import io.ipdk.p4target.server.status.RpcStatus;
import java.util.List;
import org.p4.v1.Error;

/**
 * How each element of a batch ended, in its order.
 *
 * <p>Immutable.
 */
public record BatchResult(List<Error> elements) {
    private static final Error OK = Error.getDefaultInstance();

    static Error ok() {
        return OK;
    }

    static Error of(P4Control.Result result) {
        return result.code() == StatusCode.OK
                ? OK
                : Error.newBuilder()
                        .setCanonicalCode(result.code().number())
                        .setMessage(result.message())
                        .build();
    }

    static Error denied() {
        return Error.newBuilder()
                .setCanonicalCode(Code.PERMISSION_DENIED_VALUE)
                .setMessage("the entity is not in the scope of this role")
                .build();
    }

    static Error aborted() {
        return Error.newBuilder()
                .setCanonicalCode(Code.ABORTED_VALUE)
                .setMessage("rolled back: another update of the batch failed")
                .build();
    }

    /** Whether every element went well. */
    public boolean allOk() {
        for (Error error : elements) {
            if (error.getCanonicalCode() != 0) {
                return false;
            }
        }
        return true;
    }

    /** Fails if an element did. */
    public void check(String what) {
        if (!allOk()) {
            throw RpcStatus.batch(what, elements);
        }
    }
}
