package io.ipdk.examples.console;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Long steps that show they are alive: a line at the start, and one more each few seconds until the end.
 *
 * <p>Thread-safe.
 */
public final class Waiting {

    private static final long TICK_SECONDS = 5;

    private final Screen screen;

    public Waiting(Screen screen) {
        this.screen = screen;
    }

    /** Does something that may take long, on this thread's behalf, and returns its result. */
    public <T> T during(String what, Callable<T> work) throws InterruptedException {
        screen.progress(what);
        CompletableFuture<T> result = CompletableFuture.supplyAsync(() -> call(work));
        long start = System.nanoTime();
        while (true) {
            try {
                return result.get(TICK_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException stillAtIt) {
                long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
                screen.progress("… " + what + ", for " + seconds + " s now");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
            }
        }
    }

    private static <T> T call(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
