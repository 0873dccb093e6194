package io.ipdk.virtio.agent;

import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.nativeaccess.posix.Poller;
import io.ipdk.nativeaccess.posix.PosixException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kicks a runner sleeps on: waits for one and drains those that came.
 *
 * <p>{@link #await} is confined to the runner's thread; the other methods are thread-safe.
 */
final class WatchedKicks implements KickWatch, AutoCloseable {
    /** What to give {@link #await} for a sleep that only a kick or a wake-up ends. */
    static final long WITHOUT_END = -1;

    /** How often in a row a kick may be reported without anything to drain. */
    private static final int MOST_FALSE_KICKS = 16;

    private static final Logger LOG = LoggerFactory.getLogger(WatchedKicks.class);

    private static final class Watched {
        final EventFd kick;
        int falseKicks;

        Watched(EventFd kick) {
            this.kick = kick;
        }
    }

    private final Poller poller = Poller.create();

    /** By token of the poller; null where free. */
    private @Nullable Watched[] watched = new Watched[8];

    @Override
    public synchronized void watch(EventFd kick) {
        int token = 0;
        while (token < watched.length && watched[token] != null) {
            token++;
        }
        if (token == watched.length) {
            watched = Arrays.copyOf(watched, 2 * token);
        }
        poller.add(kick.fd(), token);
        watched[token] = new Watched(kick);
    }

    @Override
    public synchronized void unwatch(EventFd kick) {
        for (int token = 0; token < watched.length; token++) {
            Watched entry = watched[token];
            if (entry != null && entry.kick == kick) {
                remove(token, entry);
            }
        }
    }

    private void remove(int token, Watched entry) {
        watched[token] = null;
        poller.remove(entry.kick.fd());
    }

    @Override
    public void wake() {
        poller.wake();
    }

    /**
     * Waits for a kick, a wake-up, or the time to pass.
     *
     * @param nanos how long at most, or {@link #WITHOUT_END}
     */
    void await(long nanos) {
        int ready = poller.await(nanos);
        for (int i = 0; i < ready; i++) {
            drain((int) poller.token(i));
        }
    }

    // Under the lock, so that a kick is not drained any more once unwatch has returned and its owner closes it.
    private synchronized void drain(int token) {
        Watched entry = watched[token];
        if (entry == null) {
            return;
        }
        if (isDrained(entry.kick)) {
            entry.falseKicks = 0;
        } else if (++entry.falseKicks == MOST_FALSE_KICKS) {
            // A front end may send any descriptor as a kick, say a pipe whose other end is closed: readable for ever.
            LOG.warn("{} is always readable and never has a kick: it is no longer watched", entry.kick);
            remove(token, entry);
        }
    }

    private static boolean isDrained(EventFd kick) {
        try {
            return kick.drain();
        } catch (PosixException e) {
            return false;
        }
    }

    @Override
    public void close() {
        poller.close();
    }
}
