package io.ipdk.virtio.agent;

import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.nativeaccess.posix.Poller;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The kicks a runner sleeps on: waits for one and drains those that came.
 *
 * <p>{@link #await} is confined to the runner's thread; the other methods are thread-safe.
 */
final class WatchedKicks implements KickWatch, AutoCloseable {
    private final Poller poller = Poller.create();

    /** By token of the poller; null where free. */
    private @Nullable EventFd[] kicks = new EventFd[8];

    @Override
    public synchronized void watch(EventFd kick) {
        int token = indexOf(null);
        if (token < 0) {
            token = kicks.length;
            kicks = Arrays.copyOf(kicks, 2 * token);
        }
        poller.add(kick.fd(), token);
        kicks[token] = kick;
    }

    @Override
    public synchronized void unwatch(EventFd kick) {
        int token = indexOf(kick);
        if (token >= 0) {
            kicks[token] = null;
            poller.remove(kick.fd());
        }
    }

    private int indexOf(@Nullable EventFd kick) {
        for (int i = 0; i < kicks.length; i++) {
            if (kicks[i] == kick) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void wake() {
        poller.wake();
    }

    /** Waits for a kick, a wake-up, or the time to pass. */
    void await(long nanos) {
        int ready = poller.await(nanos);
        for (int i = 0; i < ready; i++) {
            drain((int) poller.token(i));
        }
    }

    // Under the lock, so that a kick is not drained any more once unwatch has returned and its owner closes it.
    private synchronized void drain(int token) {
        EventFd kick = kicks[token];
        if (kick != null) {
            kick.drain();
        }
    }

    @Override
    public void close() {
        poller.close();
    }
}
