package io.ipdk.virtio.agent;

/**
 * Work that an {@link AgentRunner} polls: queues of one device, or of many.
 *
 * <p>Confined to the runner's thread: every method but {@link #name} is called by it alone.
 */
public interface PollAgent {
    /** What {@link #deadlineNanos} answers when nothing is due. */
    long NO_DEADLINE = Long.MAX_VALUE;

    /** A short name, for the thread and for messages. */
    String name();

    /**
     * Does a bounded amount of work and returns; it neither blocks nor waits.
     *
     * @param nowNanos {@link System#nanoTime} at the start of this turn
     * @return how much was done in any unit, 0 if there was nothing to do
     */
    int doWork(long nowNanos);

    /**
     * Asks for notifications everywhere, because the runner is about to sleep.
     *
     * @return true if there is work already, for which no notification may come: the runner then goes on polling
     */
    boolean arm();

    /** Stops asking for notifications, because the runner polls again. */
    void disarm();

    /**
     * When work is due that nobody notifies of, such as a throttled queue.
     *
     * @return a value of {@link System#nanoTime}, or {@link #NO_DEADLINE}
     */
    long deadlineNanos();

    /**
     * Hears that one of the methods above threw. It decides what to switch off; the runner goes on, more slowly while
     * faults follow each other.
     *
     * @param fault what was thrown; {@link InternalError} where memory was truncated under the agent
     */
    void onFault(Throwable fault);
}
