package io.ipdk.virtio;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.virtio.agent.KickWatch;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One ring of a device while front ends come and go, and the gate that keeps the threads that move data apart from the one
 * that changes rings and guest memory.
 *
 * <p>Data threads {@link #tryEnter} and pass the queue by when that fails; between {@code tryEnter} and {@link #exit} the
 * ring and all guest memory stay as they are. The transport's control thread {@link #enter}s, for short changes only, and
 * has precedence. It also keeps two senders apart that deliver to one ring.
 *
 * <p>The gate is not reentrant. A thread that finds itself inside when it enters has been thrown out past its {@link #exit}:
 * the JVM reports an access to memory that a front end has cut short as an {@link InternalError} between any two
 * instructions. The gate then counts as left.
 *
 * <p>The gate, {@link #index} and {@link #watchWith} are thread-safe; everything else is confined to the thread inside the
 * gate.
 */
public final class DeviceVirtqueue {
    private static final long NOBODY = 0;
    private static final int SPINS = 200;
    private static final long PARK_NANOS = 50_000;
    private static final int MAX_IDLE_TURNS = 8;

    private final int index;
    /** The thread inside, by its number (negative for a control thread), or {@link #NOBODY}. */
    private final AtomicLong gate = new AtomicLong();

    private final AtomicInteger waiting = new AtomicInteger();

    private @Nullable SplitDeviceQueue ring;
    private @Nullable EventFd kick;
    private @Nullable EventFd call;
    private @Nullable EventFd error;
    private @Nullable KickWatch watch;
    private boolean enabled;
    private boolean brokenReported;
    private boolean mayFault;
    private int settledPosition;
    private int idleTurns;

    /** Creates a stopped ring. */
    public DeviceVirtqueue(int index) {
        this.index = index;
    }

    /** The ring's number in its device. */
    public int index() {
        return index;
    }

    /** Enters the gate if nobody is inside and no control thread waits; for data threads. */
    public boolean tryEnter() {
        long me = Thread.currentThread().getId();
        if (gate.get() == me) {
            exit();
        }
        return waiting.get() == 0 && gate.get() == NOBODY && gate.compareAndSet(NOBODY, me);
    }

    /** Enters the gate, waiting for whoever is inside; for control threads, which keep it for short changes only. */
    public void enter() {
        long me = -Thread.currentThread().getId();
        if (gate.get() == me) {
            return;
        }
        waiting.incrementAndGet();
        try {
            for (int tries = 0; !gate.compareAndSet(NOBODY, me); tries++) {
                if (tries < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(PARK_NANOS);
                }
            }
        } finally {
            waiting.decrementAndGet();
        }
    }

    /**
     * Leaves the gate; does nothing if another thread is inside.
     *
     * @throws InternalError if guest memory turned out to be cut short while the caller was inside
     */
    public void exit() {
        if (Math.abs(gate.get()) == Thread.currentThread().getId()) {
            settleFaults();
            gate.setRelease(NOBODY);
        }
    }

    // Before the caller turns to another device, which would suffer for the fault of this one. Memory that is sealed
    // cannot
    // fault, so this costs most hypervisors nothing; a look at an idle ring is risked a few times before it is paid
    // for.
    private void settleFaults() {
        SplitDeviceQueue current = ring;
        if (!mayFault || current == null) {
            return;
        }
        int position = current.availIndex() << Short.SIZE | current.usedIndex();
        if (position == settledPosition && !current.isBroken() && ++idleTurns < MAX_IDLE_TURNS) {
            return;
        }
        settledPosition = position;
        idleTurns = 0;
        MappedMemory.settleFaults();
    }

    /** The ring, or null while it is stopped or its memory is not there. */
    public @Nullable SplitDeviceQueue ring() {
        return ring;
    }

    /**
     * Whether the front end has enabled the ring. A started ring that is not enabled is no path to the guest: a net device
     * throws away what it finds in such a transmit ring and delivers nothing to such a receive ring.
     */
    public boolean enabled() {
        return enabled;
    }

    /** What the driver signals when it has made chains available, or null if it signals nothing and must be polled. */
    public @Nullable EventFd kick() {
        return kick;
    }

    /** Interrupts the driver if it wants to hear of the used entries published since the last call. */
    public void notifyDriver() {
        SplitDeviceQueue current = ring;
        EventFd target = call;
        if (current != null && target != null && current.interruptNeeded()) {
            signalDriver(target);
        }
    }

    /** Interrupts the driver, wanted or not; for transports, inside the gate. */
    public void interruptDriver() {
        EventFd target = call;
        if (target != null) {
            signalDriver(target);
        }
    }

    private void signalDriver(EventFd target) {
        try {
            target.signal();
        } catch (PosixException notAnEvent) {
            // What the front end sent cannot be signalled: it has chosen to hear nothing.
            call = null;
        }
    }

    /** Asks the driver for kicks before the caller sleeps; true if it must not sleep: there is work, or no kick to wait for. */
    public boolean arm() {
        SplitDeviceQueue current = ring;
        return current != null && (kick == null || current.armKicks());
    }

    /** Asks the driver for no kicks while the caller polls. */
    public void disarm() {
        SplitDeviceQueue current = ring;
        if (current != null) {
            current.suppressKicks();
        }
    }

    /** Tells the front end, once for a ring's life, that the driver has broken the ring. */
    public void reportBroken() {
        EventFd target = error;
        if (!brokenReported && target != null) {
            try {
                target.signal();
            } catch (PosixException notAnEvent) {
                error = null;
            }
        }
        brokenReported = true;
    }

    /**
     * Names who waits for kicks, or nobody. A running ring moves over at once.
     *
     * <p>Called by the device, outside the gate.
     */
    public void watchWith(@Nullable KickWatch next) {
        enter();
        try {
            unwatch();
            watch = next;
            watch();
        } finally {
            exit();
        }
        wake();
    }

    /** Gives data threads a ring; for transports, inside the gate. */
    public void start(SplitDeviceQueue started) {
        ring = started;
        brokenReported = false;
        watch();
        wake();
    }

    /** Takes the ring away; for transports, inside the gate. */
    public void stop() {
        unwatch();
        ring = null;
    }

    /** Says whether the front end can cut the guest's memory short; for transports, inside the gate. */
    public void memoryMayFault(boolean value) {
        mayFault = value;
    }

    /** Sets what {@link #enabled} answers; for transports, inside the gate. */
    public void enable(boolean value) {
        enabled = value;
        wake();
    }

    /** Sets the event the driver kicks with; the transport closes the old one afterwards. For transports, inside the gate. */
    public void kickWith(@Nullable EventFd event) {
        unwatch();
        kick = event;
        watch();
        wake();
    }

    /** Sets the event that interrupts the driver; the transport closes the old one. For transports, inside the gate. */
    public void callWith(@Nullable EventFd event) {
        call = event;
    }

    /** Sets the event for {@link #reportBroken}; the transport closes the old one. For transports, inside the gate. */
    public void errorWith(@Nullable EventFd event) {
        error = event;
    }

    private void watch() {
        EventFd event = kick;
        if (watch != null && event != null && ring != null) {
            try {
                watch.watch(event);
            } catch (PosixException notAnEvent) {
                kick = null;
                throw notAnEvent;
            } catch (ClosedException nobodySleepsThere) {
                watch = null;
            }
        }
    }

    private void unwatch() {
        EventFd event = kick;
        if (watch != null && event != null && ring != null) {
            try {
                watch.unwatch(event);
            } catch (ClosedException nobodySleepsThere) {
                watch = null;
            }
        }
    }

    private void wake() {
        KickWatch sleeper = watch;
        if (sleeper != null) {
            try {
                sleeper.wake();
            } catch (ClosedException nobodySleepsThere) {
                watch = null;
            }
        }
    }

    @Override
    public String toString() {
        return "virtqueue " + index;
    }
}
