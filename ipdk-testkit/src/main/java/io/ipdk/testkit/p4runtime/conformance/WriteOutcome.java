package io.ipdk.testkit.p4runtime.conformance;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import org.p4.v1.Error;

/**
 * What a call ended with: the code of the call, and the codes of its elements if there are details. Immutable.
 *
 * @param details empty if the status has none
 */
record WriteOutcome(Code code, List<Error> details, String message) {
    static WriteOutcome ok() {
        return new WriteOutcome(Code.OK, List.of(), "");
    }

    static WriteOutcome of(StatusRuntimeException failure) {
        Status status = StatusProto.fromThrowable(failure);
        List<Error> details = new ArrayList<>();
        if (status != null) {
            for (Any detail : status.getDetailsList()) {
                try {
                    details.add(detail.unpack(Error.class));
                } catch (InvalidProtocolBufferException e) {
                    throw new AssertionError("a detail is no p4.v1.Error: " + detail, e);
                }
            }
        }
        Code code = Code.forNumber(failure.getStatus().getCode().value());
        return new WriteOutcome(
                code == null ? Code.UNRECOGNIZED : code,
                details,
                String.valueOf(failure.getStatus().getDescription()));
    }

    /** The code of the first element that failed, or that of the call. */
    Code first() {
        for (Error detail : details) {
            if (detail.getCanonicalCode() != 0) {
                return code(detail);
            }
        }
        return code;
    }

    /** The codes of the elements. */
    List<Code> codes() {
        return details.stream().map(WriteOutcome::code).toList();
    }

    private static Code code(Error error) {
        Code code = Code.forNumber(error.getCanonicalCode());
        return code == null ? Code.UNRECOGNIZED : code;
    }
}
