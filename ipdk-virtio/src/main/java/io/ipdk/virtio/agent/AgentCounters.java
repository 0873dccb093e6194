package io.ipdk.virtio.agent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a runner's thread has done so far.
 *
 * <p>Written by that thread alone and read by any other: opaque stores cost no more than plain ones, and a reader sees
 * whole and recent numbers.
 */
final class AgentCounters {
    private static final VarHandle CYCLES = handle("cycles");
    private static final VarHandle WORK = handle("work");
    private static final VarHandle SLEEPS = handle("sleeps");
    private static final VarHandle FAULTS = handle("faults");

    private long cycles;
    private long work;
    private long sleeps;
    private long faults;

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(AgentCounters.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    void addCycle() {
        CYCLES.setOpaque(this, cycles + 1);
    }

    void addWork(int done) {
        WORK.setOpaque(this, work + done);
    }

    void addSleep() {
        SLEEPS.setOpaque(this, sleeps + 1);
    }

    void addFault() {
        FAULTS.setOpaque(this, faults + 1);
    }

    long cycles() {
        return (long) CYCLES.getOpaque(this);
    }

    long work() {
        return (long) WORK.getOpaque(this);
    }

    long sleeps() {
        return (long) SLEEPS.getOpaque(this);
    }

    long faults() {
        return (long) FAULTS.getOpaque(this);
    }
}
