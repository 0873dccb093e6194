package io.ipdk.nativeaccess.spdk.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.error.ClosedException;
import io.ipdk.error.HostException;
import io.ipdk.error.IpdkException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls methods of one {@code spdk_tgt}. Calls of several threads are under way at once on one connection, each with its own
 * deadline. When SPDK goes away the calls under way fail, as retryable; the next call connects again and asks anew who is
 * there. Nothing is repeated by itself, because nobody knows whether it was carried out.
 *
 * <p>Thread-safe. Futures complete with an {@link IpdkException} where a call fails; what is chained to them runs on the
 * JDK's common pool.
 */
public final class RpcClient implements AutoCloseable {
    private final Path socket;
    private final SpdkOptions options;
    private final Object lock = new Object();
    private @Nullable RpcSession session;
    private boolean closed;

    private RpcClient(Path socket, SpdkOptions options) {
        this.socket = socket;
        this.options = options;
    }

    /** A client that connects with its first call. */
    public static RpcClient of(Path socket, SpdkOptions options) {
        SocketCheck.requireFits(socket);
        return new RpcClient(socket, options);
    }

    public Path socket() {
        return socket;
    }

    /** Who answers, after a connect if need be. */
    public SpdkTarget target() {
        return await(session().target());
    }

    /** Calls a method, and reads its result. */
    public <T> CompletableFuture<T> callAsync(RpcRequest request, Function<JsonNode, T> result) {
        return callAsync(target -> request, result);
    }

    /** Calls the method that fits the target, and reads its result. */
    public <T> CompletableFuture<T> callAsync(Function<SpdkTarget, RpcRequest> request, Function<JsonNode, T> result) {
        try {
            return submit(request).thenApplyAsync(answer -> read(answer, result));
        } catch (IpdkException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private record Answer(String method, JsonNode result) {}

    private CompletableFuture<Answer> submit(Function<SpdkTarget, RpcRequest> request) {
        RpcSession now = session();
        return now.target().thenCompose(target -> {
            RpcRequest call = request.apply(target);
            call.requireKnown(target);
            return now.send(call).thenApply(result -> new Answer(call.method(), result));
        });
    }

    private static <T> T read(Answer answer, Function<JsonNode, T> result) {
        try {
            return result.apply(answer.result);
        } catch (IpdkException e) {
            throw e;
        } catch (RuntimeException e) {
            throw RpcErrors.senseless(answer.method, "a result of another shape: " + e.getMessage());
        }
    }

    /** Calls a method, waits for it, and reads its result. */
    public <T> T call(RpcRequest request, Function<JsonNode, T> result) {
        return await(callAsync(request, result));
    }

    private RpcSession session() {
        synchronized (lock) {
            if (closed) {
                throw new ClosedException("the client of " + socket + " is closed", "open another");
            }
            if (session == null || session.isEnded()) {
                session = RpcSession.connect(socket, options);
            }
            return session;
        }
    }

    /**
     * Waits for a call of this client, which its deadline ends if nothing else does.
     *
     * @throws IpdkException what made the call fail
     */
    public <T> T await(CompletableFuture<T> call) {
        try {
            return call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException(
                    "interrupted while waiting for spdk_tgt",
                    "the call may still be carried out; read the state back",
                    true,
                    e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof IpdkException ours) {
            // Thrown in another thread: the caller's own stack is the one that helps.
            ours.addSuppressed(new CalledFrom());
            return ours;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    /** Shows where a failed call was made. */
    private static final class CalledFrom extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CalledFrom() {
            super("the call was made here");
        }
    }

    /** Fails what is under way and lets go of the socket. Idempotent, bounded in time. */
    @Override
    public void close() {
        RpcSession last;
        synchronized (lock) {
            closed = true;
            last = session;
            session = null;
        }
        if (last != null) {
            last.close();
        }
    }
}
