package io.ipdk.virtio.block;

import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.virtio.agent.KickWatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts wake-ups. */
record TestWatch(AtomicInteger woken) implements KickWatch {
    @Override
    public void watch(EventFd kick) {}

    @Override
    public void unwatch(EventFd kick) {}

    @Override
    public void wake() {
        woken.incrementAndGet();
    }
}
