package io.ipdk.examples.p4;

import java.util.concurrent.Callable;

/** A command: does its work with the session, and ends with 0 unless it throws. Confined to one thread. */
abstract class P4Command implements Callable<Integer> {
    final P4Session session;

    P4Command(P4Session session) {
        this.session = session;
    }

    @Override
    public final Integer call() throws Exception {
        run();
        return 0;
    }

    abstract void run() throws Exception;
}
