package io.ipdk.testkit.dpdk.eal;

import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.Lcore;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Runs a part of a test on a thread that is registered with DPDK for its time. */
final class OnLcore {
    private OnLcore() {}

    /** What is run. */
    interface Body<T extends @Nullable Object> {
        T run(Lcore lcore) throws Exception;
    }

    static <T extends @Nullable Object> T call(Eal eal, Body<T> body) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            try (Lcore lcore = Lcore.register(eal)) {
                return body.run(lcore);
            }
        });
        new Thread(task, "lcore-test").start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception exception ? exception : e;
        }
    }
}
