package io.ipdk.virtio.agent;

import io.ipdk.nativeaccess.posix.EventFd;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
 * <p>An idle agent costs no CPU; a busy one is never interrupted. What the agent throws is handed to it and does not end
 * the thread.
 *
 * <p>Thread-safe.
 */
public final class AgentRunner implements KickWatch, AutoCloseable {
    /** How long an agent without work is polled before it sleeps, unless told otherwise. */
    public static final long DEFAULT_SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** How long {@link #close} waits for a turn to end. */
    static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** The pause after a fault that follows another without work in between. */
    private static final long FAULT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(AgentRunner.class);
    private static final VarHandle CYCLES;
    private static final VarHandle WORK;
    private static final VarHandle SLEEPS;
    private static final VarHandle FAULTS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CYCLES = lookup.findVarHandle(AgentRunner.class, "cycles", long.class);
            WORK = lookup.findVarHandle(AgentRunner.class, "work", long.class);
            SLEEPS = lookup.findVarHandle(AgentRunner.class, "sleeps", long.class);
            FAULTS = lookup.findVarHandle(AgentRunner.class, "faults", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PollAgent agent;
    private final long spinNanos;
    private final WatchedKicks kicks = new WatchedKicks();
    private final Thread thread;
    private volatile boolean running = true;

    // Written by the runner's thread alone, opaque so that others read whole and recent values.
    private long cycles;
    private long work;
    private long sleeps;
    private long faults;

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
            handle(late, true);
        }
    }

    private void poll() {
        long lastWork = System.nanoTime();
        boolean faulted = false;
        while (running) {
            CYCLES.setOpaque(this, cycles + 1);
            long now = System.nanoTime();
            try {
                int done = agent.doWork(now);
                if (done > 0) {
                    WORK.setOpaque(this, work + done);
                    lastWork = now;
                    faulted = false;
                } else if (now - lastWork < spinNanos) {
                    Thread.onSpinWait();
                } else {
                    sleep(now);
                    lastWork = System.nanoTime();
                }
            } catch (Throwable e) {
                handle(e, faulted);
                faulted = true;
            }
        }
    }

    private void sleep(long now) {
        long deadline = agent.deadlineNanos();
        long nanos = deadline == PollAgent.NO_DEADLINE ? -1 : deadline - now;
        if (nanos == 0 || (nanos < 0 && deadline != PollAgent.NO_DEADLINE)) {
            return;
        }
        try {
            if (!agent.arm()) {
                SLEEPS.setOpaque(this, sleeps + 1);
                kicks.await(nanos);
            }
        } finally {
            agent.disarm();
        }
    }

    private void handle(Throwable fault, boolean again) {
        FAULTS.setOpaque(this, faults + 1);
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
        return (long) CYCLES.getOpaque(this);
    }

    /** Work done so far, in the agent's unit. */
    public long work() {
        return (long) WORK.getOpaque(this);
    }

    /** How often the agent slept. */
    public long sleeps() {
        return (long) SLEEPS.getOpaque(this);
    }

    /** How often the agent threw. */
    public long faults() {
        return (long) FAULTS.getOpaque(this);
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
            thread.join(TimeUnit.NANOSECONDS.toMillis(CLOSE_NANOS));
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
