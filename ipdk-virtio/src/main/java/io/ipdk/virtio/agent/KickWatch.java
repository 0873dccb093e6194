package io.ipdk.virtio.agent;

import io.ipdk.nativeaccess.posix.EventFd;

/** Whoever sleeps until a kick comes. Thread-safe. */
public interface KickWatch {
    /** Wakes up for this kick from now on, and drains it. */
    void watch(EventFd kick);

    /** Stops waking up for this kick; to be called before it is closed. A kick that is not watched is left alone. */
    void unwatch(EventFd kick);

    /** Wakes up once, because something changed that comes with no kick. */
    void wake();
}
