package io.ipdk.softipu.port;

import io.ipdk.softipu.net.SwitchPipeline;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/**
 * Tells the pipeline which of its ports are up, so that watch ports and backup replicas work. Not on the thread that has
 * noticed, which may be the transport's and must not wait for a write of a controller.
 *
 * <p>Thread-safe.
 */
final class TargetLinks {
    private final SwitchPipeline pipeline;
    private final Executor executor;
    private final Map<Integer, BooleanSupplier> links = new ConcurrentHashMap<>();

    TargetLinks(SwitchPipeline pipeline, Executor executor) {
        this.pipeline = pipeline;
        this.executor = executor;
    }

    /** A port is served from now on; the supplier says whether it is up. */
    void add(int number, BooleanSupplier link) {
        links.put(number, link);
        changed(number);
    }

    /** A port is served no more, unless another has taken its number since. */
    void remove(int number, BooleanSupplier link) {
        links.remove(number, link);
        changed(number);
    }

    /** A port may have gone up or down. */
    void changed(int number) {
        try {
            executor.execute(() -> tell(number));
        } catch (RejectedExecutionException closing) {
            // The IPU is being closed, and nobody forwards any more.
        }
    }

    /** Asks and tells under one lock, so that the last answer is the one that stays. */
    private synchronized void tell(int number) {
        BooleanSupplier link = links.get(number);
        pipeline.device().setPort(number, link != null && link.getAsBoolean());
    }
}
