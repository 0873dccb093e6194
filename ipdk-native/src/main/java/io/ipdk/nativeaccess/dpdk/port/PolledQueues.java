package io.ipdk.nativeaccess.dpdk.port;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The queues of one port that are open, and on which threads. Thread-safe. */
final class PolledQueues {
    private final Map<String, Lease> open = new ConcurrentHashMap<>();

    /** That a queue is open on a thread. */
    final class Lease {
        private final String queue;
        private final Thread thread = Thread.currentThread();

        private Lease(String queue) {
            this.queue = queue;
        }

        void end() {
            open.remove(queue, this);
        }
    }

    Lease open(String queue) {
        Lease lease = new Lease(queue);
        Lease other = open.putIfAbsent(queue, lease);
        if (other != null && (other.thread.isAlive() || !open.replace(queue, other, lease))) {
            throw new IllegalStateException(queue + " is open already, on the thread " + other.thread.getName());
        }
        return lease;
    }

    void requireNone(EthPort port) {
        for (Lease lease : open.values()) {
            if (lease.thread.isAlive()) {
                throw new IllegalStateException(lease.queue + " of " + port + " is open on the thread "
                        + lease.thread.getName() + "; close it there first");
            }
        }
        open.clear();
    }
}
