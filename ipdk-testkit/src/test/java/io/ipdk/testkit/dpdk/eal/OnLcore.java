package io.ipdk.testkit.dpdk.eal;

import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.Lcore;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs a part of a test on a thread that is registered with DPDK for its time. */
final class OnLcore {
    private OnLcore() {}

    /** What is run. */
    interface Body<T> {
        T run(Lcore lcore) throws Exception;
    }

    /** What is run for its effect. */
    interface Action {
        void run(Lcore lcore) throws Exception;
    }

    static void run(Eal eal, Action action) throws Exception {
        call(eal, lcore -> {
            action.run(lcore);
            return lcore;
        });
    }

    static <T> T call(Eal eal, Body<T> body) throws Exception {
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
