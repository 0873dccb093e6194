package io.ipdk.virtio.agent;

import io.ipdk.nativeaccess.posix.EventFd;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a {@link PollAgent} a thread of its own: polls it while there is work, and lets it sleep while there is none.
 *
 * <pre>
 *   work ──▶ poll again at once
 *   none ──▶ keep polling for the spin time ──▶ arm() ──▶ sleep until a kick, a wake-up or the deadline ──▶ disarm()
 * </pre>
 *
 * <p>An idle agent costs no CPU; a busy one is never interrupted and makes no system call. What the agent throws is handed to it and does not end
 * the thread.
 *
 * <p>Thread-safe.
 */
public final class AgentRunner implements KickWatch, AutoCloseable {
    /** How long an agent without work is polled before it sleeps, unless told otherwise. */
    public static final long DEFAULT_SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** How long {@link #close} waits for a turn to end. */
    private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(5);

    /** The pause after a fault that follows another without work in between. */
    private static final long FAULT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(AgentRunner.class);

    private final PollAgent agent;
    private final long spinNanos;
    private final WatchedKicks kicks = new WatchedKicks();
    private final AgentCounters counters = new AgentCounters();
    private final Thread thread;
    private volatile boolean running = true;

    // The runner's thread alone uses these.
    private long lastWork;
    private boolean faulted;

    private AgentRunner(PollAgent agent, long spinNanos) {
        this.agent = agent;
        this.spinNanos = spinNanos;
        thread = new Thread(this::run, "ipdk-" + agent.name());
        thread.setDaemon(true);
    }

    /** Starts a thread for an agent. */
    public static AgentRunner start(PollAgent agent) {
        return start(agent, DEFAULT_SPIN_NANOS);
    }

    /**
     * Starts a thread for an agent.
     *
     * @param spinNanos how long to poll without work before sleeping; 0 sleeps at once, {@link Long#MAX_VALUE} never
     */
    public static AgentRunner start(PollAgent agent, long spinNanos) {
        if (spinNanos < 0) {
            throw new IllegalArgumentException("a spin time of " + spinNanos + " ns: it must not be negative");
        }
        AgentRunner runner = new AgentRunner(agent, spinNanos);
        runner.thread.start();
        return runner;
    }

    private void run() {
        lastWork = System.nanoTime();
        try {
            while (running) {
                pollOrFail();
            }
        } finally {
            kicks.close();
        }
    }

    // The JVM raises an access to truncated memory between any two instructions, also outside of the agent's methods.
    private void pollOrFail() {
        try {
            poll();
        } catch (InternalError late) {
            handle(late);
        }
    }

    private void poll() {
        while (running) {
            // Around everything: the fault of truncated memory may be thrown later than where it happened.
            try {
                turn();
            } catch (Throwable e) {
                handle(e);
            }
        }
    }

    private void turn() {
        counters.addCycle();
        long now = System.nanoTime();
        int done = agent.doWork(now);
        if (done > 0) {
            counters.addWork(done);
            lastWork = now;
            faulted = false;
        } else if (now - lastWork < spinNanos) {
            Thread.onSpinWait();
        } else {
            sleep(now);
            lastWork = System.nanoTime();
        }
    }

    private void sleep(long now) {
        long deadline = agent.deadlineNanos();
        boolean timed = deadline != PollAgent.NO_DEADLINE;
        long nanos = timed ? deadline - now : WatchedKicks.WITHOUT_END;
        if (timed && nanos <= 0) {
            return;
        }
        try {
            if (!agent.arm()) {
                counters.addSleep();
                kicks.await(nanos);
            }
        } finally {
            agent.disarm();
        }
    }

    private void handle(Throwable fault) {
        boolean again = faulted;
        faulted = true;
        counters.addFault();
        try {
            agent.onFault(fault);
        } catch (Throwable e) {
            // Once in a series of faults, or the log would fill the disk.
            if (!again) {
                LOG.error("agent {}: the handler of a fault failed too; the fault was {}", agent.name(), fault, e);
            }
        }
        if (again) {
            kicks.await(FAULT_PAUSE_NANOS);
        }
    }

    @Override
    public void watch(EventFd kick) {
        kicks.watch(kick);
    }

    @Override
    public void unwatch(EventFd kick) {
        kicks.unwatch(kick);
    }

    @Override
    public void wake() {
        kicks.wake();
    }

    /** Turns so far. */
    public long cycles() {
        return counters.cycles();
    }

    /** Work done so far, in the agent's unit. */
    public long work() {
        return counters.work();
    }

    /** How often the agent slept. */
    public long sleeps() {
        return counters.sleeps();
    }

    /** How often the agent threw. */
    public long faults() {
        return counters.faults();
    }

    /** Whether the calling thread is the one that polls the agent. */
    public boolean isRunnerThread() {
        return Thread.currentThread() == thread;
    }

    /**
     * Ends the thread after its present turn, and waits for that for at most five seconds. From within the agent it does
     * not wait.
     */
    @Override
    public void close() {
        running = false;
        kicks.wake();
        if (isRunnerThread()) {
            return;
        }
        boolean interrupted = false;
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (thread.isAlive() && !interrupted) {
            LOG.warn("agent {} did not end its turn in time; its thread ends when the turn does", agent.name());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "runner of " + agent.name() + ", " + cycles() + " cycles, " + work() + " work, " + sleeps() + " sleeps";
    }
}
