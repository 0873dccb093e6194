package io.ipdk.testkit.p4runtime;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.ipdk.p4runtime.error.StatusCode;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.p4.v1.Error;

/** Ready-made answers. Thread-safe. */
public final class Scripts {
    private Scripts() {}

    /** Refuses the call as a whole. */
    public static <Q, R> Script<Q, R> refuse(StatusCode code, String message) {
        return (request, response) -> response.onError(failure(code, message, List.of()));
    }

    /** Says nothing, ever. */
    public static <Q, R> Script<Q, R> silence() {
        return (request, response) -> {};
    }

    /** Answers. */
    public static <Q, R> Script<Q, R> answer(R answer) {
        return (request, response) -> {
            response.onNext(answer);
            response.onCompleted();
        };
    }

    /** Ends the call well, and has not answered. */
    public static <Q, R> Script<Q, R> endWithoutAnswer() {
        return (request, response) -> response.onCompleted();
    }

    /** Does something else first, such as waiting for the test. */
    public static <Q, R> Script<Q, R> after(Runnable first, Script<Q, R> then) {
        return (request, response) -> {
            first.run();
            then.answer(request, response);
        };
    }

    /** Waits until the latch is open, then goes on. */
    public static <Q, R> Script<Q, R> once(CountDownLatch open, Script<Q, R> then) {
        return after(
                () -> {
                    try {
                        open.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                then);
    }

    /** Fails a Write with one result per given code, in this order, whatever was in the request. */
    public static <Q, R> Script<Q, R> updateErrors(StatusCode... codes) {
        List<Error> details = Stream.of(codes)
                .map(code -> Error.newBuilder()
                        .setCanonicalCode(code.number())
                        .setMessage(code == StatusCode.OK ? "" : "scripted " + code)
                        .setSpace(code == StatusCode.OK ? "" : "testkit")
                        .setCode(code == StatusCode.OK ? 0 : 4200 + code.number())
                        .build())
                .toList();
        return (request, response) -> response.onError(failure(StatusCode.UNKNOWN, "scripted", details));
    }

    /** Fails with details of any type. */
    public static <Q, R> Script<Q, R> refuse(StatusCode code, String message, List<? extends Message> details) {
        return (request, response) -> response.onError(failure(code, message, details));
    }

    static StatusRuntimeException failure(StatusCode code, String message, List<? extends Message> details) {
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(code.number())
                .setMessage(message)
                .addAllDetails(details.stream().map(Any::pack).toList())
                .build());
    }
}
