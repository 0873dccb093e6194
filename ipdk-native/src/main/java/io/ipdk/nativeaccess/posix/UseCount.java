package io.ipdk.nativeaccess.posix;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Delays the release of a native resource until the last call that uses it has returned.
 *
 * <p>A descriptor number closed under a running call may be given to another file at once, and the call would then hit
 * that one. Thread-safe; never blocks, never allocates.
 */
final class UseCount {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final AtomicInteger state = new AtomicInteger();

    /** Begins a use; false if the resource is closed, in which case {@link #leave} must not be called. */
    boolean enter() {
        for (; ; ) {
            int current = state.get();
            if (current < 0) {
                return false;
            }
            if (state.compareAndSet(current, current + 1)) {
                return true;
            }
        }
    }

    /** Ends a use; true if the caller now has to release the resource. */
    boolean leave() {
        return state.decrementAndGet() == CLOSED;
    }

    /** Lets no further use begin; true if the caller now has to release the resource. */
    boolean close() {
        for (; ; ) {
            int current = state.get();
            if (current < 0) {
                return false;
            }
            if (state.compareAndSet(current, current | CLOSED)) {
                return current == 0;
            }
        }
    }

    boolean isClosed() {
        return state.get() < 0;
    }
}
