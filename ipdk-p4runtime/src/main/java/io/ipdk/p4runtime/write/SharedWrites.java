package io.ipdk.p4runtime.write;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Entity;

/**
 * Which single updates leave together, and when. One leaves at once while nothing is on its way; those that come meanwhile
 * wait, and leave in one Write. Updates of one entity leave one after the other, in the order in which they were given.
 * Thread-safe.
 */
final class SharedWrites {
    /** More Writes than this do not wait for each other: what cannot share gains nothing from waiting. */
    private static final int MOST_WAITING = 4;
    /** How many Writes are looked at for a place to join. */
    private static final int MOST_LOOKED_AT = 16;

    private final WriteLimits limits;
    private final Consumer<SharedWrite> leave;
    private final ArrayDeque<SharedWrite> waiting = new ArrayDeque<>();
    /** The last Write, waiting or on its way, that is about an entity. */
    private final Map<Entity, SharedWrite> last = new HashMap<>();

    private int inFlight;
    private boolean aloneInFlight;
    private int hurried;
    private boolean starting;
    private boolean joining;

    /** @param leave sends a Write, which must end with {@link #ended} */
    SharedWrites(WriteLimits limits, Consumer<SharedWrite> leave) {
        this.limits = limits;
        this.leave = leave;
        this.joining = limits.singlesInFlight() > 0;
    }

    /** From now on each update leaves in a Write of its own, as soon as the one before it of the same entity has ended. */
    synchronized void joinNoMore() {
        joining = false;
    }

    void submit(SingleUpdate<?> update) {
        synchronized (this) {
            SharedWrite write = place(update);
            SharedWrite before = last.put(update.key(), write);
            if (before != null) {
                before.holds(write);
            }
        }
        start();
    }

    /** Lets go whatever waits, before something else is sent. */
    void hurry() {
        synchronized (this) {
            hurried = waiting.size();
            if (hurried == 0) {
                return;
            }
        }
        start();
    }

    /** The target has answered, or never will. */
    void ended(SharedWrite write) {
        synchronized (this) {
            inFlight--;
            if (write.alone()) {
                aloneInFlight = false;
            }
            write.release();
            for (SingleUpdate<?> update : write.updates()) {
                last.remove(update.key(), write);
            }
        }
        start();
    }

    private SharedWrite place(SingleUpdate<?> update) {
        SharedWrite before = last.get(update.key());
        SharedWrite found = null;
        int looked = 0;
        Iterator<SharedWrite> fromLast = waiting.descendingIterator();
        while (joining && fromLast.hasNext() && looked++ < MOST_LOOKED_AT) {
            SharedWrite write = fromLast.next();
            if (same(write, before)) {
                break;
            }
            if (write.takes(update, limits)) {
                found = write;
            }
            if (!write.letsPass(update)) {
                break;
            }
        }
        if (found != null) {
            found.add(update);
            return found;
        }
        SharedWrite own = new SharedWrite(update);
        waiting.add(own);
        return own;
    }

    @SuppressWarnings("ReferenceEquality") // Writes are told apart by who they are.
    private static boolean same(SharedWrite write, @Nullable SharedWrite other) {
        return write == other;
    }

    /** One thread at a time, so that Writes leave in their order, and none of many that fail at once calls the next. */
    private void start() {
        synchronized (this) {
            if (starting) {
                return;
            }
            starting = true;
        }
        boolean over = false;
        try {
            for (SharedWrite next = next(); next != null; next = next()) {
                leave.accept(next);
            }
            over = true;
        } finally {
            if (!over) {
                stopStarting();
            }
        }
    }

    /** What a caller's own code throws must not keep others from starting. */
    private synchronized void stopStarting() {
        starting = false;
    }

    private synchronized @Nullable SharedWrite next() {
        Iterator<SharedWrite> inOrder = waiting.iterator();
        while (inOrder.hasNext()) {
            SharedWrite write = inOrder.next();
            if (!write.isHeld() && mayLeave(write)) {
                inOrder.remove();
                hurried = Math.max(0, hurried - 1);
                inFlight++;
                aloneInFlight = write.alone();
                return write;
            }
            if (joining || write.alone()) {
                break;
            }
        }
        starting = false;
        return null;
    }

    private boolean mayLeave(SharedWrite head) {
        if (aloneInFlight || (head.alone() && inFlight > 0)) {
            return false;
        }
        return !joining || inFlight < limits.singlesInFlight() || hurried > 0 || waiting.size() > MOST_WAITING;
    }
}
