package io.ipdk.p4target.codegen;

import java.util.concurrent.CompletableFuture;

/**
 * The first use of the compiler, in the background and once in a JVM: the compiler is hundreds of classes in a signed archive,
 * which would be half of a cold start. Thread-safe.
 */
final class CompilerStart {
    // A lambda, whose linking loads nothing, where a reference to the method would load the compiler at once. If the
    // first use
    // fails, so does the next, which tells.
    @SuppressWarnings("UnnecessaryMethodReference")
    private static final CompletableFuture<?> DONE =
            CompletableFuture.runAsync(() -> SourceCompiler.begin()).handle((nothing, failure) -> null);

    private CompilerStart() {}

    /** Begins it, if nobody has. */
    static void begin() {
        DONE.isDone();
    }

    /** Waits for its end: two threads that initialise the compiler's classes at once could wait for each other. */
    static void await() {
        DONE.join();
    }
}
