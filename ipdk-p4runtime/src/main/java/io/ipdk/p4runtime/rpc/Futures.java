package io.ipdk.p4runtime.rpc;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.RpcErrors;
import io.ipdk.p4runtime.error.StatusCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** From async to sync: the wait that every method without {@code Async} does. Thread-safe. */
public final class Futures {
    private Futures() {}

    /**
     * Waits for the answer. An interrupt ends the wait, cancels what was asked and is kept for the caller to see.
     *
     * @param what was asked, for the error
     */
    public static <T> T await(String what, CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            future.cancel(true);
            throw new P4RuntimeException(
                    StatusCode.CANCELLED,
                    what + " was interrupted",
                    "it may have been carried out; read back before trying again",
                    true,
                    e);
        } catch (ExecutionException e) {
            throw rethrow(what, e);
        }
    }

    private static IpdkException rethrow(String what, Throwable failure) {
        IpdkException typed = RpcErrors.of(what, failure);
        typed.addSuppressed(new Waited(what));
        return typed;
    }

    /** Shows where the caller waited: the error itself was made on another thread. */
    private static final class Waited extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Waited(String what) {
            super("waited for " + what + " here");
        }
    }
}
