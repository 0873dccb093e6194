package io.ipdk.p4runtime.error;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.ipdk.error.IpdkException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Error;

/** Makes this package's exceptions of what gRPC throws. Thread-safe. */
public final class RpcErrors {
    /** What servers give as the reason when they end a connection for its probes (gRPC, "Keepalive"). */
    private static final String TOO_MANY_PINGS = "too_many_pings";

    private RpcErrors() {}

    /**
     * The typed error of a failed call. One that is typed already is returned as it is.
     *
     * @param rpc the call's name in the specification
     */
    public static IpdkException of(String rpc, Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof IpdkException typed) {
            return typed;
        }
        Status status = Status.fromThrowable(cause);
        SSLException tls = find(cause, SSLException.class);
        if (tls != null) {
            return new TlsException(rpc + " could not be sent, TLS failed: " + reason(tls), cause);
        }
        StatusCode code = StatusCode.of(status.getCode().value());
        List<Error> details = details(cause);
        String message = message(status, cause) + firstReason(details);
        String advice = code == StatusCode.UNAVAILABLE && message.contains(TOO_MANY_PINGS)
                ? "raise keepAlive to what the target permits; it ends connections that are probed more often"
                : advice(rpc, code);
        return new RpcException(rpc, code, message, details, advice, cause);
    }

    /** Waits for an answer, and throws the typed error in place of the future's wrappers. */
    public static Throwable unwrap(Throwable failure) {
        Throwable current = failure;
        while ((current instanceof CompletionException || current instanceof ExecutionException)
                && current.getCause() != null) {
            current = current.getCause();
        }
        return current;
    }

    private static String message(Status status, Throwable cause) {
        StringBuilder text = new StringBuilder();
        String description = status.getDescription();
        if (description != null) {
            // gRPC adds how its transport is built, which helps nobody here.
            text.append(description
                    .lines()
                    .filter(line -> !line.startsWith("Channel Pipeline:"))
                    .collect(Collectors.joining("\n")));
        }
        Throwable root = status.getCause();
        if (root == null && status.getCode() == Status.Code.UNKNOWN && description == null) {
            root = cause;
        }
        if (root != null && root.getMessage() != null && !text.toString().contains(root.getMessage())) {
            text.append(text.isEmpty() ? "" : ": ").append(root.getMessage());
        }
        return text.toString();
    }

    /** The deepest message: those above it only say that something failed. */
    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        for (int depth = 0; deepest.getCause() != null && depth < 16; depth++) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    /** A target that lies about the type of a detail has given none that can be joined. */
    private static List<Error> details(Throwable cause) {
        com.google.rpc.Status status = StatusProto.fromThrowable(cause);
        if (status == null) {
            return List.of();
        }
        List<Error> errors = new ArrayList<>(status.getDetailsCount());
        for (Any detail : status.getDetailsList()) {
            if (detail.is(Error.class)) {
                try {
                    errors.add(detail.unpack(Error.class));
                } catch (InvalidProtocolBufferException e) {
                    return List.of();
                }
            }
        }
        return errors;
    }

    /** The call's own message only says that a part of it failed. */
    private static String firstReason(List<Error> details) {
        return details.stream()
                .filter(error -> error.getCanonicalCode() != 0)
                .findFirst()
                .map(error -> " (first: " + StatusCode.of(error.getCanonicalCode()) + " " + error.getMessage() + ")")
                .orElse("");
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < 16; depth++) {
            if (type.isInstance(current)) {
                return type.cast(current);
            }
            current = current.getCause();
        }
        return null;
    }

    private static String advice(String rpc, StatusCode code) {
        return switch (code) {
            case UNAVAILABLE -> "check that the target listens there, and try again";
            case DEADLINE_EXCEEDED ->
                "the call may have been carried out; read back before sending it again, or allow more time";
            case PERMISSION_DENIED -> "become primary of a role that owns these entities first";
            case UNAUTHENTICATED -> "give call credentials that the target accepts";
            case NOT_FOUND -> "check the device id and the role";
            case FAILED_PRECONDITION -> "commit a pipeline first";
            case RESOURCE_EXHAUSTED -> "send smaller batches, raise the message limit, or free room in the target";
            case UNIMPLEMENTED -> "this target has no " + rpc + " of that kind; ask its capabilities";
            case CANCELLED -> "the client was closed or the call cancelled";
            default -> "";
        };
    }
}
