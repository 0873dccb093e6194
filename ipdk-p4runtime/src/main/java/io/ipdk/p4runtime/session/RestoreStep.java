package io.ipdk.p4runtime.session;

import java.util.concurrent.CompletableFuture;

/** One thing that is put back when the session becomes primary. Implementations are Thread-safe and never wait. */
public interface RestoreStep {
    /** For events: {@code pipeline}, {@code digests}, … */
    String name();

    /** Puts it back; completes with whether there was anything to do. */
    CompletableFuture<Boolean> restore();
}
