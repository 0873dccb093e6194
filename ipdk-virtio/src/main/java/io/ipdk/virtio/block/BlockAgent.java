package io.ipdk.virtio.block;

import io.ipdk.disk.DiskLimits;
import io.ipdk.virtio.FrontendHandle;
import io.ipdk.virtio.agent.PollAgent;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The duty cycle of one disk: gives each of its queues a turn, and under a limit another queue the first one each time. */
final class BlockAgent implements PollAgent {
    private static final Logger LOG = LoggerFactory.getLogger(BlockAgent.class);

    private final BlockContext context;
    private final BlockQueue[] queues;
    private final AtomicReference<@Nullable DiskLimits> newLimits;
    private final BlockThrottle throttle = new BlockThrottle();
    private int first;
    private long deadline = NO_DEADLINE;

    BlockAgent(BlockContext context, List<BlockQueue> queues, AtomicReference<@Nullable DiskLimits> newLimits) {
        this.context = context;
        this.queues = queues.toArray(new BlockQueue[0]);
        this.newLimits = newLimits;
    }

    @Override
    public String name() {
        return context.spec.name();
    }

    @Override
    public int doWork(long nowNanos) {
        if (newLimits.get() != null) {
            followLimits(nowNanos);
        }
        int work = 0;
        long wait = BlockQueue.NOTHING_WAITS;
        int index = first;
        for (int i = 0; i < queues.length; i++) {
            BlockQueue queue = queues[index];
            work += queue.poll(throttle, nowNanos);
            wait = Math.min(wait, queue.waitNanos());
            index = index + 1 == queues.length ? 0 : index + 1;
            if (queue.servedWaiting()) {
                // Under a limit, what is let pass next goes to the next queue.
                first = index;
            }
        }
        deadline = wait == BlockQueue.NOTHING_WAITS ? NO_DEADLINE : nowNanos + wait;
        return work;
    }

    private void followLimits(long now) {
        DiskLimits wanted = newLimits.getAndSet(null);
        if (wanted != null) {
            throttle.follow(wanted, now);
        }
    }

    @Override
    public boolean arm() {
        // Before the queues look for finished requests: whoever finishes one later sees this and wakes the thread.
        context.sleeping = true;
        boolean work = newLimits.get() != null;
        for (BlockQueue queue : queues) {
            work |= queue.arm();
        }
        return work;
    }

    @Override
    public void disarm() {
        context.sleeping = false;
        for (BlockQueue queue : queues) {
            queue.disarm();
        }
    }

    @Override
    public long deadlineNanos() {
        return deadline;
    }

    /** Costs the front end that caused it its connection; the disk then serves the next one. */
    @Override
    public void onFault(Throwable fault) {
        if (fault instanceof InternalError && context.memoryFault(fault)) {
            return;
        }
        LOG.error("disk {}: the front end is disconnected because its requests could not be served", name(), fault);
        FrontendHandle frontend = context.frontend;
        if (frontend != null) {
            frontend.disconnect("disk " + name() + " failed: " + fault);
        }
    }
}
